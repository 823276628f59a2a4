import { Histogram } from 'prom-client';
import type { Database } from '../store/database.ts';

/** How long the database takes to answer, by the name of the question. */
export interface QueryTimes {
  /** The same database, whose answers are timed; those that fail are timed too. */
  watch(database: Database): Database;
  /** Not registered yet. */
  readonly histogram: Histogram<'question'>;
}

/**
 * Names of questions are written in the store's code, some sixty of them: they stand for no workload,
 * person or text of a sender.
 * @param now milliseconds of any clock that only rises
 */
export function createQueryTimes(now: () => number): QueryTimes {
  const histogram = new Histogram({
    name: 'bellwether_query_seconds',
    help: 'Time to an answer of the database, the wait for its turn included, by question',
    labelNames: ['question'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [],
  });
  const timed = async <Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const startedMs = now();
    try {
      return await ask();
    } finally {
      histogram.observe({ question }, (now() - startedMs) / 1000);
    }
  };
  return {
    histogram,
    watch: (database) => ({
      ...database,
      query: (name, ...rest) => timed(name, () => database.query(name, ...rest)),
      queryCompact: (name, ...rest) => timed(name, () => database.queryCompact(name, ...rest)),
      queryNative: (name, ...rest) => timed(name, () => database.queryNative(name, ...rest)),
    }),
  };
}
