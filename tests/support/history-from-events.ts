import type { WireEvent } from '../../core/event.ts';
import { historyOfEvents } from '../../decisions/check/history-of-events.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';

const instantOf = (value: WireEvent['ts']): number | null => (value == null ? null : Number(value));

/**
 * One workload's history rows straight from its events, for tests that need verdicts without a database.
 * @param events of one workload, any order, times in epoch milliseconds
 */
export function historyFromEvents(events: readonly WireEvent[], endMs: number): HistoryRows {
  const priceRun = createRunPricer();
  const timed = events.map((event, index) => {
    const tsMs = Number(event.ts);
    return {
      id: event.id ?? `${index}`,
      event,
      tsMs,
      periodStartMs: event.kind === 'cost' ? instantOf(event.period_start) : null,
      periodEndMs: event.kind === 'cost' ? instantOf(event.period_end) : null,
      costUsd: event.kind === 'run' ? priceRun(event, tsMs).costUsd : null,
    };
  });
  return historyOfEvents(timed, endMs);
}
