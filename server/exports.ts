import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BellwetherError } from '../core/errors.ts';
import type { Database } from '../store/database.ts';
import { exportRows, type ExportFormat, type ExportQuestion } from '../store/export-rows.ts';

/** Raw telemetry as a file. */
export interface Exports {
  /**
   * Everything acknowledged before the call that fits, whole, before its first byte is answered.
   * @throws BellwetherError `conflict` while another is made, `unavailable` where the database is away
   */
  open(question: ExportQuestion, format: ExportFormat): Promise<ReadableStream<Uint8Array>>;
}

/** One is made at a time: each may take as much of the disk as the telemetry itself. */
export async function createExports(dependencies: {
  readonly database: Database;
  readonly dataFolder: string;
  readonly randomId: () => string;
}): Promise<Exports> {
  const { database, dataFolder, randomId } = dependencies;
  const folder = join(dataFolder, 'export');
  // What a killed server left.
  await rm(folder, { recursive: true, force: true });
  let isBusy = false;
  return {
    async open(question, format) {
      if (isBusy) throw new BellwetherError('conflict', 'another export is being made');
      isBusy = true;
      const path = join(folder, `${randomId()}.${format}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await exportRows(database, question, format, path);
        const file = await open(path);
        // The open file is all that needs it: its room is free again when the answer ends, however.
        return Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>;
      } finally {
        await rm(path, { force: true });
        isBusy = false;
      }
    },
  };
}
