import { join } from 'node:path';
import type { SpoolFiles } from './spool-files.ts';

/** Ids set aside at a time: few enough to lose, many enough that writing them down costs nothing. */
const RESERVED_AT_ONCE = 1000n;

/** Room for this many segments a millisecond, so that ids made from the clock stay ahead. */
const IDS_PER_MS = 64n;

/** Spools told apart in the last digits of an id: several may fill one database at a time. */
export const SPOOLS = 16_000n;

/** File in the spool's folder that holds the first id not set aside. */
export const RESERVATION_FILE = 'next-segment';

async function readReservation(files: SpoolFiles, folder: string): Promise<bigint> {
  if (!(await files.list(folder)).includes(RESERVATION_FILE)) return 0n;
  const text = (await files.read(join(folder, RESERVATION_FILE))).toString('utf8').trim();
  return /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
}

/**
 * Ids that rise for ever: across restarts, when the clock jumps back (the reservation on disk
 * holds) and when the folder was emptied (the clock holds). Two spools never give the same one,
 * short of two whose numbers agree.
 * @param spoolNumber a whole number that says which spool this is
 * @param newest highest id among the files found, or 0
 * @param nowMs clock at start
 * @returns the next id; rejects where it could not be set aside
 */
export async function createSegmentIds(
  files: SpoolFiles,
  folder: string,
  newest: bigint,
  nowMs: number,
  spoolNumber: number,
): Promise<() => Promise<bigint>> {
  const candidates = [
    await readReservation(files, folder),
    newest + 1n,
    BigInt(Math.floor(nowMs)) * IDS_PER_MS * SPOOLS,
  ];
  const least = candidates.reduce((a, b) => (a > b ? a : b));
  let next = (least / SPOOLS + 1n) * SPOOLS + (BigInt(spoolNumber) % SPOOLS);
  let reservedUntil = next;
  return async () => {
    if (next >= reservedUntil) {
      const until = next + RESERVED_AT_ONCE * SPOOLS;
      await files.replace(join(folder, RESERVATION_FILE), `${until}\n`);
      reservedUntil = until;
    }
    const id = next;
    next += SPOOLS;
    return id;
  };
}
