import { BellwetherError, type FieldError } from '../core/errors.ts';
import { workloadSlug } from '../core/event.ts';
import { checkEvent, type CheckedEvent, type CheckResult } from './check-event.ts';
import { encodeEvent, tableOf } from './encode-event.ts';
import type { EventNotes } from './note-events.ts';
import type { ParsedBody, ParsedItem } from './parse-body.ts';
import type { RunCost, PricedUsage } from './price-run.ts';
import { quarantine } from './quarantine.ts';
import type { RowBatch } from './row-batch.ts';
import type { SeenIds } from './seen-ids.ts';
import { wellFormed } from './well-formed.ts';

/** An event that was not taken, as the sender is told. */
export interface RejectedEvent {
  /** Place in the request, counted from 0; blank lines don't count. */
  readonly index: number;
  /** Dotted path to what is wrong; empty for the event as a whole. */
  readonly path: string;
  readonly message: string;
}

export interface TakeDeps {
  readonly seen: SeenIds;
  readonly price: (run: PricedUsage, tsMs: number) => RunCost;
  readonly hashUser: (user: string) => string;
  readonly randomId: () => string;
}

/** Who sends, and when it came. */
export interface TakeFacts {
  readonly receivedAtMs: number;
  /** Workloads the key is bound to; null where it is bound to none. */
  readonly allowedWorkloads: ReadonlySet<string> | null;
  readonly keyId: string;
  /** Gathers a few of the events; absent where nobody watches. */
  readonly notes?: EventNotes | undefined;
}

/** What became of the events of a request, as long as its batch is kept. */
export interface Taken {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedEvent[];
}

const NO_COST: RunCost = { costUsd: null, costSource: '' };

function check(item: ParsedItem, receivedAtMs: number): CheckResult {
  return item.kind === 'value'
    ? checkEvent(item.value, receivedAtMs)
    : { kind: 'errors', errors: [{ path: '', message: item.message }] };
}

/** The workload an event names, as far as it can be read; a name that can't be one is none. */
function namedWorkload(item: ParsedItem): string | null {
  if (item.kind !== 'value' || typeof item.value !== 'object' || item.value === null) return null;
  const named = workloadSlug.safeParse((item.value as Record<string, unknown>)['workload']);
  return named.success ? named.data : null;
}

/** A key that is bound to workloads may not even send another's broken events. */
function forbidOthers(
  allowed: ReadonlySet<string>,
  item: ParsedItem,
  result: CheckResult,
  index: number,
): void {
  const workload = result.kind === 'event' ? result.event.workload : namedWorkload(item);
  if (workload === null || allowed.has(workload)) return;
  throw new BellwetherError(
    'forbidden',
    `this key may not send events of the workload ${workload}`,
    {
      errors: [{ path: `${index}.workload`, message: 'not among the workloads of this key' }],
    },
  );
}

/** Frees the ids of a batch that was not kept. */
export function freeIds(seen: SeenIds, batch: RowBatch): void {
  for (const { ids } of batch.tables.values()) {
    const words = ids.entries();
    for (let at = 0; at < words.length; at += 3)
      seen.free(words[at] as number, words[at + 1] as number);
  }
}

/** Claims and encodes events one after another; `taken` says what became of them. */
function createTaker(deps: TakeDeps, facts: TakeFacts, body: ParsedBody, batch: RowBatch) {
  const { seen } = deps;
  const { receivedAtMs, keyId, notes } = facts;
  const second = Math.floor(receivedAtMs / 1000);
  const rejected: RejectedEvent[] = [];
  const taken = { accepted: 0, duplicates: 0, rejected };
  return {
    taken,
    take(checked: CheckedEvent): void {
      const { event, tsMs } = checked;
      const id = event.id == null ? deps.randomId() : wellFormed(event.id);
      if (!seen.claim(event.workload, id, receivedAtMs)) {
        taken.duplicates += 1;
        return;
      }
      const rows = batch.rowsOf(tableOf(checked));
      rows.ids.push(seen.low, seen.high, second);
      const { costUsd, costSource } = event.kind === 'run' ? deps.price(event, tsMs) : NO_COST;
      const userHash = event.user == null ? '' : deps.hashUser(wellFormed(event.user));
      encodeEvent(rows, checked, { id, receivedAtMs, userHash, costUsd, costSource });
      taken.accepted += 1;
      if (notes?.wants('accepted')) notes.add({ kind: 'accepted', id, tsMs, event });
    },
    refuse(item: ParsedItem, errors: readonly FieldError[], index: number): void {
      const [first] = errors;
      const { path, message } = first ?? { path: '', message: 'not an event' };
      rejected.push({ index, path, message });
      const id = deps.randomId();
      const value = item.kind === 'value' ? item.value : undefined;
      quarantine(
        batch.rowsOf('quarantine'),
        { value, rawText: body.rawText(index), errors },
        { id, receivedAtMs, keyId },
        deps.hashUser,
      );
      if (notes?.wants('rejected')) notes.add({ kind: 'rejected', id, value, path, message });
    },
  };
}

/**
 * Encodes the events of a request into a batch, claiming their ids. All of it happens in one turn,
 * so no other request sees half of it.
 * @throws BellwetherError `forbidden`; then the batch is of no use and its ids are free again
 */
export function takeEvents(
  deps: TakeDeps,
  body: ParsedBody,
  facts: TakeFacts,
  batch: RowBatch,
): Taken {
  const taker = createTaker(deps, facts, body, batch);
  const { allowedWorkloads, receivedAtMs } = facts;
  let index = 0;
  try {
    for (const item of body.items) {
      const result = check(item, receivedAtMs);
      if (allowedWorkloads) forbidOthers(allowedWorkloads, item, result, index);
      if (result.kind === 'event') taker.take(result);
      else taker.refuse(item, result.errors, index);
      index += 1;
    }
  } catch (error) {
    freeIds(deps.seen, batch);
    throw error;
  }
  return taker.taken;
}
