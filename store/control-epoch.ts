import { z } from 'zod';
import type { Database } from './database.ts';
import { CONTROL_EPOCH_TABLE } from './tables/process.ts';

/** Who may write the ledger. */
export interface ControlEpoch {
  /** From 1; it rises whenever another process, or another run of one, takes over. */
  readonly epoch: number;
  readonly holder: string;
}

const found = z.object({ epoch: z.number(), holder: z.string() });

/** The epoch that counts; null where nobody has claimed one yet. */
export async function readControlEpoch(database: Database): Promise<ControlEpoch | null> {
  const [row] = await database.query(
    'control-epoch',
    `SELECT epoch, holder FROM ${CONTROL_EPOCH_TABLE} ORDER BY epoch DESC, at, holder LIMIT 1`,
    found,
  );
  return row ?? null;
}

/**
 * Claims the epoch after the one that counts.
 * @returns the epoch that counts afterwards: the caller's, unless another claimed it a moment before
 */
export async function claimControlEpoch(database: Database, holder: string): Promise<ControlEpoch> {
  const before = await readControlEpoch(database);
  const claimed = { epoch: (before?.epoch ?? 0) + 1, holder };
  await database.insertRows('control-claim', CONTROL_EPOCH_TABLE, [claimed]);
  return (await readControlEpoch(database)) ?? claimed;
}
