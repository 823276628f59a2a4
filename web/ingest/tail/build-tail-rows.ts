import type { TailItem } from '../../api/queries.ts';
import { formatClockSeconds, formatInstant, instantMs } from '../../format/time.ts';
import type { IngestSearch } from '../ingest-search.ts';

/** One event of the tail in words. */
export interface TailRow {
  readonly seq: number;
  readonly time: string;
  /** Empty where a rejected event names none. */
  readonly workload: string;
  readonly kind: string;
  readonly id: string;
  readonly text: string;
  readonly isRejected: boolean;
  readonly explanation: string;
}

/** What the filters offer and what is left by them. */
export interface TailChoice {
  readonly rows: readonly TailRow[];
  readonly workloads: readonly string[];
  readonly kinds: readonly string[];
}

function buildTailRow(item: TailItem, keyNames: ReadonlyMap<string, string>): TailRow {
  const { rejected } = item;
  const receivedMs = instantMs(item.received_at);
  const keyName = keyNames.get(item.key_id.replace(/^key:/, '')) ?? item.key_id;
  const reason =
    rejected === null
      ? null
      : `${rejected.path === '' ? 'event' : rejected.path}: ${rejected.message}`;
  return {
    seq: item.seq,
    time: formatClockSeconds(receivedMs),
    workload: item.workload,
    kind: item.kind,
    id: item.id,
    text: reason ?? item.summary,
    isRejected: rejected !== null,
    explanation: [
      `Received\t${formatInstant(receivedMs)}`,
      ...(item.ts === null ? [] : [`Happened\t${formatInstant(instantMs(item.ts))}`]),
      `${rejected === null ? 'Id' : 'In quarantine as'}\t${item.id}`,
      item.key_id === '' ? 'Sent with\tspans of a trace' : `Sent with\t${keyName}`,
    ].join('\n'),
  };
}

/**
 * The rows an address asks for, and what else could be asked for; a chosen filter is offered even
 * where nothing fits it any more.
 * @param items newest first
 * @param keyNames by id of the key
 */
export function buildTailChoice(
  items: readonly TailItem[],
  { workload, kind, only }: IngestSearch,
  keyNames: ReadonlyMap<string, string>,
): TailChoice {
  const offered = (chosen: string | undefined, found: readonly string[]): string[] =>
    [...new Set([...found, ...(chosen === undefined ? [] : [chosen])])]
      .filter((name) => name !== '')
      .toSorted();
  return {
    rows: items
      .filter(
        (item) =>
          (workload === undefined || item.workload === workload) &&
          (kind === undefined || item.kind === kind) &&
          (only === undefined || item.rejected !== null),
      )
      .map((item) => buildTailRow(item, keyNames)),
    workloads: offered(
      workload,
      items.map((item) => item.workload),
    ),
    kinds: offered(
      kind,
      items.map((item) => item.kind),
    ),
  };
}
