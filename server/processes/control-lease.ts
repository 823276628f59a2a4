import type { Logger } from 'pino';
import { BellwetherError } from '../../core/errors.ts';
import { claimControlEpoch, readControlEpoch } from '../../store/control-epoch.ts';
import type { Database } from '../../store/database.ts';
import { listBeats, storeBeat, type FoundBeat } from '../../store/process-beats.ts';
import { repeat } from '../repeat.ts';
import { agreementOf, BEAT_MS, livingOthers } from './process-beat.ts';
import { refuseDisagreement, refuseSecondWriter } from './process-beat.ts';
import type { ProcessSettings } from './process-settings.ts';

/** The place of the one process that writes the ledger. */
export interface ControlLease {
  /** @throws BellwetherError `unavailable` where another process has taken the place */
  mayWrite(): Promise<void>;
  /** The last signs of life of other processes that live. */
  readonly others: () => readonly FoundBeat[];
  /**
   * Gives signs of life for as long as it runs.
   * @returns how to stop; the place is free when it resolves
   */
  readonly keep: () => () => Promise<void>;
}

/** A sign of life younger than this holds the place; others wait longer before they take it. */
const HELD_MS = 8000;

export interface LeaseParts {
  readonly database: Database;
  readonly settings: Pick<ProcessSettings, 'role' | 'peers' | 'secret'>;
  /** Of the data folder, whose lock keeps out a second run on it. */
  readonly process: string;
  /** New at each start. */
  readonly run: string;
  /** Told once, when another process has taken over: this one has to end. */
  readonly onLost: (error: BellwetherError) => void;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Becomes the one process that writes the ledger.
 * @throws BellwetherError `conflict` where another one lives
 */
export async function takeControl(parts: LeaseParts): Promise<ControlLease> {
  const { database, settings, process, run, now, log } = parts;
  const agreement = agreementOf(settings);
  const look = async (): Promise<FoundBeat[]> => livingOthers(await listBeats(database), process);
  let others = await look();
  refuseSecondWriter(others);
  if (settings.role === 'control') refuseDisagreement(others, agreement);
  const beat = (as: string): Promise<void> =>
    storeBeat(database, {
      process,
      run: as,
      role: settings.role,
      address: '',
      peers: agreement,
      status: '',
    });
  const holder = `${process}-${run}`;
  let lost: BellwetherError | null = null;
  let beatenMs = now();
  await beat(run);

  const renew = async (): Promise<void> => {
    const startedMs = now();
    await beat(run);
    beatenMs = startedMs;
  };
  const check = async (): Promise<void> => {
    const current = lost === null ? await readControlEpoch(database) : null;
    if (current?.holder !== holder && lost === null) {
      const by = current?.holder ?? 'nobody';
      lost = new BellwetherError('unavailable', `another process (${by}) writes the ledger now`);
      log.fatal({ holder: by }, 'another control process has taken over: this one ends');
      parts.onLost(lost);
    }
    if (lost !== null) throw lost;
  };

  const claimed = await claimControlEpoch(database, holder);
  if (claimed.holder !== holder) {
    throw new BellwetherError('conflict', `process ${claimed.holder} was a moment quicker`);
  }
  return {
    async mayWrite() {
      if (lost === null && now() - beatenMs > HELD_MS) await renew();
      await check();
    },
    others: () => others,
    keep() {
      const stop = repeat(
        async () => {
          await renew();
          await check();
          others = await look();
        },
        {
          everyMs: BEAT_MS,
          onError: (error) => log.warn({ err: error }, 'no sign of life could be given'),
        },
      );
      return async () => {
        await stop();
        if (lost !== null) return;
        await beat('').catch((error: unknown) =>
          log.warn({ err: error }, 'the next control process has to wait a moment'),
        );
      };
    },
  };
}

/** The place of a process that has its database for itself: the engine locks the folder. */
export const ALONE: ControlLease = {
  mayWrite: async () => {},
  others: () => [],
  keep: () => async () => {},
};
