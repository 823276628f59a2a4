import type { WireEvent, WireEventOf } from '../../core/event.ts';

/** An event that fits the contract, its times in epoch milliseconds, and what it cost. */
export interface TimedEvent {
  /** What tells it from the other events of its workload. */
  readonly id: string;
  readonly event: WireEvent;
  readonly tsMs: number;
  readonly periodStartMs: number | null;
  readonly periodEndMs: number | null;
  /** Cost of a run in USD, stated or priced; null where it is not known, and of other events. */
  readonly costUsd: number | null;
}

/** A timed event of one kind. */
export type TimedEventOf<K extends WireEvent['kind']> = TimedEvent & {
  readonly event: WireEventOf<K>;
};

/** The events of one kind. */
export function ofKind<K extends WireEvent['kind']>(
  events: readonly TimedEvent[],
  kind: K,
): TimedEventOf<K>[] {
  return events.filter((one): one is TimedEventOf<K> => one.event.kind === kind);
}
