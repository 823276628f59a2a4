import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/canonical-json.ts';
import { isoTime } from '../../core/time.ts';
import { identifyFile, openSource } from './file-source.ts';
import { advance, newImport, resume, type ImportState } from './import-state.ts';
import { readRecords, type Reading } from './read-records.ts';
import { batchRecords } from './record-batches.ts';
import { sendBatch, type SendDeps } from './send-batch.ts';
import { openStateFile } from './state-file.ts';

/** One file to import, and how. */
export interface ImportRequest {
  /** Absolute. */
  readonly path: string;
  readonly reading: Reading;
  /** Names where the events go: a state of another target is another import. */
  readonly target: string;
  readonly allowMissingTs: boolean;
  /** Sends everything again even where it was imported; still nothing counts twice. */
  readonly again: boolean;
}

/** How far a running import is. */
export interface ImportProgress {
  readonly state: ImportState;
  /** Of the file as it lies on disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** What an import needs of the outside world. */
export interface ImportDeps extends Omit<SendDeps, 'post'> {
  /** Reaches the server; asked only once there is something to send. */
  readonly connect: () => Promise<SendDeps['post']>;
  /** Takes the state where the file's own folder can't. */
  readonly fallbackFolder: string;
  /** Told once at the beginning and after every batch. */
  readonly onProgress: (progress: ImportProgress) => void;
  /** Told what an operator should know, a line at a time. */
  readonly onRemark: (remark: string) => void;
}

/** How an import ended; `stopped` can go on where it is. */
export interface ImportOutcome {
  readonly kind: 'finished' | 'already' | 'stopped';
  readonly state: ImportState;
}

const hashReading = (reading: Reading): string =>
  createHash('sha256').update(canonicalJson(reading)).digest('hex');

/**
 * Imports a file, or goes on where an earlier run of the same import ended. Its state is written after
 * every batch that the server has answered for: whenever the process ends, the next run sends at most
 * one batch again, and its ids are known.
 * @throws BellwetherError as `readRecords` and `sendBatch` do; the state stays behind
 */
export async function importFile(
  { path, reading, target, allowMissingTs, again }: ImportRequest,
  deps: ImportDeps,
): Promise<ImportOutcome> {
  const { identity, bytes: bytesTotal } = await identifyFile(path);
  const stateFile = await openStateFile(path, deps.fallbackFolder);
  if (stateFile.remark !== null) deps.onRemark(stateFile.remark);
  const subject = { target, reading: hashReading(reading), identity };
  let state = again ? newImport(subject) : resume(stateFile.earlier, subject);
  if (state.finished_at !== null) return { kind: 'already', state };

  const source = openSource(path);
  const tell = (): void => deps.onProgress({ state, bytesRead: source.bytesRead(), bytesTotal });
  if (state.done > 0) deps.onRemark(`goes on after record ${state.done}`);
  tell();
  const records = readRecords(source.chunks, reading, identity, {
    skip: state.done,
    allowMissingTs,
  });
  for await (const batch of batchRecords(records)) {
    if (deps.isStopping()) return { kind: 'stopped', state };
    try {
      const post = await deps.connect();
      state = advance(state, batch, await sendBatch({ ...deps, post }, batch));
    } catch (error) {
      if (deps.isStopping()) return { kind: 'stopped', state };
      throw error;
    }
    await stateFile.write(state);
    tell();
  }
  if (deps.isStopping()) return { kind: 'stopped', state };
  state = { ...state, finished_at: isoTime(deps.now()) };
  await stateFile.write(state);
  return { kind: 'finished', state };
}
