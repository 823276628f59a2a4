import { createHash } from 'node:crypto';
import { BellwetherError } from '../../core/errors.ts';
import type { IngestStatus } from '../../ingest/ingest.ts';
import type { FoundBeat } from '../../store/process-beats.ts';
import type { ProcessSettings } from './process-settings.ts';

/** A process gives a sign of life this often. */
export const BEAT_MS = 2000;
/** One that has given none for so long is taken for gone. */
export const STALE_MS = 12_000;

/** What all processes of an installation have to agree on, in a form that gives no secret away. */
export function agreementOf({ peers, secret }: Pick<ProcessSettings, 'peers' | 'secret'>): string {
  const mark = createHash('sha256').update(`agreement\n${secret}`).digest('hex').slice(0, 16);
  return [mark, ...peers].join('\n');
}

/** Others that live, as far as is known. */
export const livingOthers = (beats: readonly FoundBeat[], process: string): FoundBeat[] =>
  beats.filter((beat) => beat.process !== process && beat.run !== '' && beat.ageMs < STALE_MS);

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));

/**
 * @throws BellwetherError `conflict` where a process lives that holds another list or another secret:
 *   two processes could own one workload
 */
export function refuseDisagreement(others: readonly FoundBeat[], agreement: string): void {
  const other = others.find(({ role, peers }) => role !== 'all' && peers !== agreement);
  if (!other) return;
  const name = other.address === '' ? `process ${other.process}` : other.address;
  throw new BellwetherError(
    'conflict',
    `${name} runs with another BELLWETHER_INGEST_PEERS or BELLWETHER_SECRET: stop it first, so that no workload has two owners`,
  );
}

/** @throws BellwetherError `conflict` where a process lives that writes the ledger */
export function refuseSecondWriter(others: readonly FoundBeat[]): void {
  const other = others.find(({ role }) => role !== 'ingest');
  if (!other) return;
  throw new BellwetherError(
    'conflict',
    `process ${other.process} in the role ${other.role} has this database and gave a sign of life ${seconds(other.ageMs)} s ago: stop it, or wait ${seconds(STALE_MS - other.ageMs) + 1} s if it is gone`,
  );
}

/**
 * What a process says of its ingest.
 * @param asOfMs by the database's clock, at most when it was so
 */
export const writeStatus = (status: IngestStatus, asOfMs: number): string =>
  JSON.stringify({ ...status, asOfMs });

/** What living ingest processes said of theirs. */
export const readStatuses = (beats: readonly FoundBeat[]): IngestStatus[] =>
  beats.flatMap(({ role, status }) =>
    role === 'ingest' && status !== '' ? [JSON.parse(status) as IngestStatus] : [],
  );
