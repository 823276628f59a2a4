import { MAX_EVENT_AGE_MS, MAX_EVENT_AHEAD_MS } from '../../core/event.ts';
import { noteId } from '../claim-ids.ts';
import { noteWorkload } from '../encode-event.ts';
import type { PricedUsage, RunCost } from '../price-run.ts';
import type { RowBatch } from '../row-batch.ts';
import type { TakeDeps, TakeFacts } from '../take-events.ts';
import { encodeScanned } from './encode-scanned.ts';
import { runFieldIndex } from './run-fields.ts';
import { HELD, RunScan } from './scan-run.ts';

/** What became of bytes: a run that was taken, one that is known, or nothing yet. */
export type ScannedOutcome = 'accepted' | 'duplicate' | 'not_scanned';

const KIND = runFieldIndex('kind');
const ID = runFieldIndex('id');
const TS = runFieldIndex('ts');
const WORKLOAD = runFieldIndex('workload');
const MODEL = runFieldIndex('model');
const PROVIDER = runFieldIndex('provider');
const USER = runFieldIndex('user');
const COST = runFieldIndex('cost_usd');
const TOKENS_IN = runFieldIndex('tokens_in');
const TOKENS_CACHED = runFieldIndex('tokens_cached');
const TOKENS_OUT = runFieldIndex('tokens_out');
const TOKENS_REASONING = runFieldIndex('tokens_reasoning');
const TOOL_CALLS = runFieldIndex('tool_calls');
const TOOL_FAILURES = runFieldIndex('tool_failures');

/** One at a time reads, in one turn; what it remembers of the last run makes the next one quicker. */
const scan = new RunScan();

function number(field: number): number | undefined {
  return scan.held[field] === HELD.number ? scan.numbers[field] : undefined;
}

/** Whether the lesser of two counts, where both are stated, is the lesser. */
function isOrdered(lower: number, upper: number): boolean {
  const [low, high] = [number(lower), number(upper)];
  return low === undefined || high === undefined || low <= high;
}

function usage(): PricedUsage {
  return {
    provider: scan.name(PROVIDER),
    model: scan.name(MODEL),
    tokens_in: number(TOKENS_IN),
    tokens_cached: number(TOKENS_CACHED),
    tokens_out: number(TOKENS_OUT),
    tokens_reasoning: number(TOKENS_REASONING),
  };
}

function costOf(price: TakeDeps['price'], tsMs: number): RunCost {
  const stated = number(COST);
  return stated === undefined ? price(usage(), tsMs) : { costUsd: stated, costSource: 'stated' };
}

/** Whether the fields make sense together, by the same rules as `checkEvent`. */
function isRun(tsMs: number, receivedAtMs: number): boolean {
  return (
    scan.held[KIND] === HELD.text &&
    scan.held[WORKLOAD] === HELD.text &&
    tsMs >= receivedAtMs - MAX_EVENT_AGE_MS &&
    tsMs <= receivedAtMs + MAX_EVENT_AHEAD_MS &&
    isOrdered(TOOL_FAILURES, TOOL_CALLS) &&
    isOrdered(TOKENS_CACHED, TOKENS_IN) &&
    isOrdered(TOKENS_REASONING, TOKENS_OUT)
  );
}

/**
 * Takes plainly written runs of a request straight from its bytes. What it takes ends up byte for
 * byte as if it had been parsed, checked and encoded; what it doesn't take is untouched.
 * @returns a function of where a line starts and ends
 */
export function createScannedTaker(
  deps: TakeDeps,
  { receivedAtMs, allowedWorkloads }: TakeFacts,
  bytes: Buffer,
  batch: RowBatch,
): (start: number, end: number) => ScannedOutcome {
  const { seen } = deps;
  return (start, end) => {
    scan.open(bytes);
    if (!scan.read(start, end)) return 'not_scanned';
    const stated = number(TS);
    const tsMs = stated === undefined ? receivedAtMs : Math.floor(stated);
    if (!isRun(tsMs, receivedAtMs)) return 'not_scanned';
    const workload = scan.name(WORKLOAD) ?? '';
    if (allowedWorkloads && !allowedWorkloads.has(workload)) return 'not_scanned';
    const isNamed = scan.held[ID] === HELD.text;
    const madeId = isNamed ? '' : deps.randomId();
    const isNew = isNamed
      ? seen.claimAscii(
          workload,
          bytes,
          scan.starts[ID] as number,
          scan.ends[ID] as number,
          receivedAtMs,
        )
      : seen.claim(workload, madeId, receivedAtMs);
    if (!isNew) return 'duplicate';
    const rows = batch.rowsOf('runs');
    noteId(seen, rows, receivedAtMs);
    const { costUsd, costSource } = costOf(deps.price, tsMs);
    const user = scan.text(USER);
    const userHash = user === undefined ? '' : deps.hashUser(user);
    encodeScanned(rows, scan, { madeId, tsMs, receivedAtMs, userHash, costUsd, costSource });
    noteWorkload(rows, workload, tsMs);
    return 'accepted';
  };
}
