import type { Logger } from 'pino';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import type { StoredAssessments } from '../decisions/stored-assessments.ts';
import { repeat } from './repeat.ts';

/** Grid instants are hours apart; this often, one is stored within a minute of being settled. */
const KEEP_INTERVAL_MS = 30_000;
/** At the start at once, for what was assessed last: what a page asks for first is read by then. */
const FIRST_AFTER_MS = 1000;
/** Workloads stored in one insert: between two of them the program can stop, and erasures get a turn. */
const BATCH = 100;

/**
 * Stores what each workload was assessed as, grid instant by grid instant, for as long as it runs.
 * @param everyMs other than KEEP_INTERVAL_MS; tests are impatient
 * @returns how to stop; resolves when a batch under way is stored
 */
export function keepAssessments(parts: {
  readonly assessments: StoredAssessments;
  readonly workloads: WorkloadRegistry;
  readonly log: Logger;
  readonly everyMs?: number | undefined;
}): () => Promise<void> {
  const { assessments, workloads, log, everyMs = KEEP_INTERVAL_MS } = parts;
  return repeat(
    async (isStopped) => {
      const ids = workloads.list().map(({ document }) => document.id);
      for (let from = 0; from < ids.length && !isStopped(); from += BATCH) {
        await assessments.keep(ids.slice(from, from + BATCH));
      }
    },
    {
      everyMs,
      firstAfterMs: Math.min(everyMs, FIRST_AFTER_MS),
      onError: (error) =>
        log.error({ err: error }, 'assessments could not be stored; they are tried again'),
    },
  );
}
