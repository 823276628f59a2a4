import { isoTime } from '../core/time.ts';
import type { NotedEvent, TakenNews } from '../ingest/note-events.ts';
import { claimOf, summarizeEvent } from './summarize-event.ts';

/** One event as it came in; text is what a sender wrote: data, never markup. */
export interface TailItem {
  /** Ascending in the order of arrival, from 1 at each start. */
  readonly seq: number;
  readonly received_at: string;
  /** When it happened; null where it was rejected. */
  readonly ts: string | null;
  /** Empty where a rejected event names none. */
  readonly workload: string;
  readonly kind: string;
  /** Of the event; of its row in the quarantine where it was rejected. */
  readonly id: string;
  readonly key_id: string;
  readonly summary: string;
  readonly rejected: { readonly path: string; readonly message: string } | null;
}

/** The newest events, kept in memory while the server runs. */
export interface IngestTail {
  note(news: TakenNews): void;
  /**
   * Newest first.
   * @param workloads only events that name one of these; null: all
   */
  list(workloads: ReadonlySet<string> | null, limit: number): TailItem[];
  /** Has open pages told, though nothing new was noted: what was noted can be asked for elsewhere. */
  announce(): void;
  /** Lets go of every event kept: some of them have been erased. */
  clear(): void;
}

/** How many events are kept: a few screens full. */
export const TAIL_LENGTH = 200;
const MAX_REASON = 300;
/** Least time between two tellings, so that a flood of events is no flood of messages. */
const TELL_PAUSE_MS = 500;

function describe(event: NotedEvent): Omit<TailItem, 'seq' | 'received_at' | 'key_id'> {
  if (event.kind === 'accepted') {
    const { workload, kind } = event.event;
    const summary = summarizeEvent(event.event);
    return { id: event.id, ts: isoTime(event.tsMs), workload, kind, summary, rejected: null };
  }
  const path = event.path.slice(0, MAX_REASON);
  const message = event.message.slice(0, MAX_REASON);
  return {
    id: event.id,
    ts: null,
    workload: claimOf(event.value, 'workload'),
    kind: claimOf(event.value, 'kind'),
    summary: '',
    rejected: { path, message },
  };
}

/**
 * Keeps the newest events.
 * @param tell told of the newest `seq`, at most twice a second
 */
export function createIngestTail(tell: (seq: number) => void): IngestTail {
  let items: TailItem[] = [];
  let seq = 0;
  let isResting = false;
  let hasNews = false;

  function announce(): void {
    hasNews = true;
    if (isResting) return;
    hasNews = false;
    isResting = true;
    tell(seq);
    setTimeout(() => {
      isResting = false;
      if (hasNews) announce();
    }, TELL_PAUSE_MS).unref();
  }

  return {
    announce,
    clear() {
      items = [];
      announce();
    },
    note({ receivedAtMs, keyId, events }) {
      if (events.length === 0) return;
      const received_at = isoTime(receivedAtMs);
      for (const event of events) {
        seq += 1;
        items.push({ seq, received_at, key_id: keyId, ...describe(event) });
      }
      // Cut in bulk: a shift for every event would move the whole list each time.
      if (items.length > 2 * TAIL_LENGTH) items = items.slice(-TAIL_LENGTH);
      announce();
    },
    list: (workloads, limit) =>
      items
        .slice(-TAIL_LENGTH)
        .filter(({ workload }) => workloads?.has(workload) ?? true)
        .slice(-limit)
        .toReversed(),
  };
}
