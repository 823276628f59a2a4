import type { FieldError } from '../../core/errors.ts';
import type { ReadEvents } from '../../decisions/check/evaluate-case.ts';
import type { TimedEvent } from '../../decisions/check/timed-event.ts';
import { checkEvent } from '../../ingest/check-event.ts';
import { createRunPricer } from '../../ingest/price-run.ts';

/** Written as an application sends it, except that its workload may go without saying. */
const ofWorkload = (event: unknown, workload: string): unknown =>
  typeof event === 'object' && event !== null ? { workload, ...event } : event;

/** When an event of a case came in, unless it says otherwise: there is no clock in a file. */
function receivedMs(events: readonly unknown[], atMs: number | null): number {
  const stated = events.map((event) => {
    const ts = typeof event === 'object' && event !== null && 'ts' in event ? event.ts : null;
    return typeof ts === 'number' ? ts : typeof ts === 'string' ? Date.parse(ts) : NaN;
  });
  return stated.reduce((latest, ms) => (ms > latest ? ms : latest), atMs ?? 0);
}

/**
 * Reads the events of a case through the same check and the same prices as telemetry that is sent.
 * What was sent twice counts once.
 */
export function createCaseEvents(): ReadEvents {
  const priceRun = createRunPricer();
  return (events, workload, atMs) => {
    const received = receivedMs(events, atMs);
    const errors: FieldError[] = [];
    const taken = new Map<string, TimedEvent>();
    events.forEach((stated, index) => {
      const complain = (path: string, message: string): void =>
        void errors.push({ path: `events.${index}${path && '.'}${path}`, message });
      const checked = checkEvent(ofWorkload(stated, workload), received);
      if (checked.kind === 'errors') {
        for (const { path, message } of checked.errors) complain(path, message);
        return;
      }
      const { event, tsMs, periodStartMs, periodEndMs } = checked;
      if (event.ts == null) complain('ts', 'is needed: a file has no time of receipt');
      if (event.workload !== workload) complain('workload', `expected ${workload}, as in the case`);
      const id = event.id ?? `${index} without an id`;
      const costUsd = event.kind === 'run' ? priceRun(event, tsMs).costUsd : null;
      if (!taken.has(id)) taken.set(id, { id, event, tsMs, periodStartMs, periodEndMs, costUsd });
    });
    return errors.length > 0
      ? { kind: 'errors', errors }
      : { kind: 'events', events: [...taken.values()] };
  };
}
