import { checkEvent } from './check-event.ts';
import { readReplayBody } from './replay-body.ts';
import type { RowBatch } from './row-batch.ts';
import { createEventTaker } from './take-event.ts';
import type { TakeDeps, TakeFacts } from './take-events.ts';

/** A rejected event as the quarantine holds it. */
export interface QuarantinedEvent {
  readonly id: string;
  /** When it first came, epoch milliseconds: what its age and a missing `ts` are counted from. */
  readonly receivedAtMs: number;
  readonly body: string;
}

export interface ReplayRequest {
  readonly events: readonly QuarantinedEvent[];
  /** Workloads the key is bound to; null for all. */
  readonly allowedWorkloads: ReadonlySet<string> | null;
  readonly keyId: string;
}

export interface ReplayAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  /** Still refused, each with the first thing wrong with it. */
  readonly rejected: readonly {
    readonly id: string;
    readonly path: string;
    readonly message: string;
  }[];
  /** Rows of the quarantine whose events are counted now, or were before. */
  readonly taken: readonly string[];
}

type Refusal = Omit<ReplayAnswer['rejected'][number], 'id'>;

/**
 * Checks rejected events against the contract as it is now, as of the time at which each first came,
 * and encodes those that fit. An event without an id takes that of its row, so that it counts once
 * however often it is replayed.
 */
export function replayEvents(
  deps: TakeDeps,
  events: readonly QuarantinedEvent[],
  facts: TakeFacts,
  batch: RowBatch,
): ReplayAnswer {
  const takeEvent = createEventTaker(deps, facts, batch, deps.redactor());
  const { allowedWorkloads } = facts;
  const counts = { accepted: 0, duplicates: 0 };
  const rejected: ReplayAnswer['rejected'][number][] = [];
  const taken: string[] = [];

  /** @returns why it is not taken; null where it is, or was before */
  function replay({ id, receivedAtMs, body }: QuarantinedEvent): Refusal | null {
    const read = readReplayBody(body);
    if (read.kind === 'unreadable') return { path: '', message: read.reason };
    const result = checkEvent(read.value, receivedAtMs);
    if (result.kind === 'errors') return result.errors[0] ?? { path: '', message: 'not an event' };
    if (allowedWorkloads && !allowedWorkloads.has(result.event.workload)) {
      return { path: 'workload', message: 'not among the workloads of this key' };
    }
    counts[takeEvent(result, id) ? 'accepted' : 'duplicates'] += 1;
    taken.push(id);
    return null;
  }

  for (const event of events) {
    const refusal = replay(event);
    if (refusal) rejected.push({ id: event.id, path: refusal.path, message: refusal.message });
  }
  return { ...counts, rejected, taken };
}
