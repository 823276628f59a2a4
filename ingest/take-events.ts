import type { FieldError } from '../core/errors.ts';
import { checkEvent, type CheckedEvent, type CheckResult } from './check-event.ts';
import { forbidWorkload } from './forbid-workload.ts';
import { namedWorkload } from './named-workload.ts';
import type { EventNotes } from './note-events.ts';
import type { ParsedBody, ParsedItem } from './parse-body.ts';
import type { RunCost, PricedUsage } from './price-run.ts';
import { quarantine } from './quarantine.ts';
import type { Redactor } from './redactor.ts';
import type { RowBatch } from './row-batch.ts';
import type { SeenIds } from './seen-ids.ts';
import { createScannedTaker, type ScannedOutcome } from './scan/take-scanned-run.ts';
import { createEventTaker } from './take-event.ts';

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
  /** What is taken out of telemetry at the moment; null for nothing. */
  readonly redactor: () => Redactor | null;
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

function check(item: ParsedItem, receivedAtMs: number): CheckResult {
  return item.kind === 'value'
    ? checkEvent(item.value, receivedAtMs)
    : { kind: 'errors', errors: [{ path: '', message: item.message }] };
}

/** A key that is bound to workloads may not even send another's broken events. */
function forbidOthers(
  allowed: ReadonlySet<string>,
  item: ParsedItem,
  result: CheckResult,
  index: number,
): void {
  const workload = result.kind === 'event' ? result.event.workload : namedWorkload(item);
  if (workload !== null) forbidWorkload(allowed, workload, index);
}

/** Claims and encodes events one after another; `taken` says what became of them. */
function createTaker(deps: TakeDeps, facts: TakeFacts, body: ParsedBody, batch: RowBatch) {
  const { receivedAtMs, keyId, notes } = facts;
  const redactor = deps.redactor();
  const takeEvent = createEventTaker(deps, facts, batch, redactor);
  const rejected: RejectedEvent[] = [];
  const taken = { accepted: 0, duplicates: 0, rejected };
  return {
    taken,
    take(checked: CheckedEvent): void {
      this.count(takeEvent(checked) ? 'accepted' : 'duplicate');
    },
    count(outcome: 'accepted' | 'duplicate'): void {
      if (outcome === 'accepted') taken.accepted += 1;
      else taken.duplicates += 1;
    },
    refuse(item: ParsedItem, found: readonly FieldError[], index: number): void {
      const sent = {
        value: item.kind === 'value' ? item.value : undefined,
        rawText: body.rawText(index),
        errors: found,
      };
      const kept = redactor ? redactor.redactRejected(sent) : sent;
      const { path, message } = kept.errors[0] ?? { path: '', message: 'not an event' };
      rejected.push({ index, path, message });
      const id = deps.randomId();
      quarantine(batch.rowsOf('quarantine'), kept, { id, receivedAtMs, keyId }, deps.hashUser);
      if (notes?.wants('rejected')) {
        notes.add({ kind: 'rejected', id, value: kept.value, path, message });
      }
    },
  };
}

const NOT_SCANNED = (): ScannedOutcome => 'not_scanned';

/** Takes lines straight from their bytes where that is possible and nobody needs to see the event. */
function createLineScanner(
  deps: TakeDeps,
  facts: TakeFacts,
  { lines }: ParsedBody,
  batch: RowBatch,
): (index: number) => ScannedOutcome {
  if (!lines?.isAscii || deps.redactor() !== null) return NOT_SCANNED;
  const { bytes, places } = lines;
  const take = createScannedTaker(deps, facts, bytes, batch);
  return (index) => {
    const line = places[index];
    if (!line || facts.notes?.wants('accepted')) return 'not_scanned';
    return take(line.start, line.end);
  };
}

/**
 * Encodes the events of a request into a batch, claiming their ids. All of it happens in one turn,
 * so no other request sees half of it.
 * @throws BellwetherError `forbidden`; then the batch is of no use and its ids are to be freed
 */
export function takeEvents(
  deps: TakeDeps,
  body: ParsedBody,
  facts: TakeFacts,
  batch: RowBatch,
): Taken {
  const taker = createTaker(deps, facts, body, batch);
  const { allowedWorkloads, receivedAtMs } = facts;
  const scanLine = createLineScanner(deps, facts, body, batch);
  for (let index = 0; index < body.count; index += 1) {
    const outcome = scanLine(index);
    if (outcome !== 'not_scanned') {
      taker.count(outcome);
      continue;
    }
    const item = body.item(index);
    const result = check(item, receivedAtMs);
    if (allowedWorkloads) forbidOthers(allowedWorkloads, item, result, index);
    if (result.kind === 'event') taker.take(result);
    else taker.refuse(item, result.errors, index);
  }
  return taker.taken;
}
