import { z } from 'zod';
import { backupTable } from './manifest.ts';

/** What there is to back up: tables as they were at one moment, in chunks of rows. */
export const backupPlan = z.object({
  /** Names this moment until it is let go of. */
  id: z.string(),
  created_at: z.string(),
  schema: z.number().int(),
  last_record: z.number().int(),
  tables: z.array(backupTable),
  chunks: z.array(z.object({ table: z.string(), rows: z.number().int() })),
});
export type BackupPlan = z.output<typeof backupPlan>;

/** A file of the data folder that goes into a backup as it is. */
export interface SpoolCopy {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** Where a backup comes from: a running server, or the store itself. */
export interface BackupSource {
  readonly plan: BackupPlan;
  /** Rows of the chunk at an index of the plan, in the Native format. */
  readChunk(index: number): Promise<Uint8Array>;
  /** The head file, up to the plan's last record. */
  readHead(): Promise<string>;
  /** Segments that the store does not hold yet; a running server has handed them over. */
  readonly spool: readonly SpoolCopy[];
  close(): Promise<void>;
}

/** The lines of a head file up to a record: those behind it belong to records that came later. */
export function cutHead(text: string, lastRecord: number): string {
  return text
    .split('\n')
    .filter((line) => line !== '' && Number(line.split(' ', 1)[0]) <= lastRecord)
    .map((line) => `${line}\n`)
    .join('');
}
