import type { FieldError } from '../core/errors.ts';
import {
  MAX_EVENT_AGE_MS,
  MAX_EVENT_AHEAD_MS,
  wireEvent,
  type WireEvent,
  type WireEventOf,
} from '../core/event.ts';
import { isoTime } from '../core/time.ts';
import { compileCheck } from './compile-check.ts';
import { describeIssues } from './describe-issue.ts';
import { instantMs } from './instant-ms.ts';

/** An event that fits the contract, with its times resolved to epoch milliseconds. */
export interface CheckedEvent {
  readonly event: WireEvent;
  readonly tsMs: number;
  readonly periodStartMs: number | null;
  readonly periodEndMs: number | null;
}

/** What became of a value: an event, or what is wrong with it (at least one error). */
export type CheckResult =
  | ({ readonly kind: 'event' } & CheckedEvent)
  | { readonly kind: 'errors'; readonly errors: readonly FieldError[] };

/** No period starts or ends later: beyond it lies a unit mistake, like microseconds. */
const LATEST_PERIOD_MS = Date.UTC(2200, 0, 1);

const MAX_ERRORS = 20;

const fits = compileCheck(wireEvent);

/** More keys than any event or its attributes may have; past it no reason is worked out key by key. */
const MAX_KEYS = 1000;

/** What is wrong with an object so large that even saying what is wrong with it would take long. */
function checkSize(value: unknown): FieldError | null {
  const sizeOf = (part: unknown): number =>
    typeof part === 'object' && part !== null ? Object.keys(part).length : 0;
  const attributes = sizeOf(value) > 0 ? (value as Record<string, unknown>)['attributes'] : null;
  for (const [path, part] of [
    ['', value],
    ['attributes', attributes],
  ] as const) {
    if (!Array.isArray(part) && sizeOf(part) > MAX_KEYS) {
      return { path, message: `more than ${MAX_KEYS} keys, got ${sizeOf(part)}` };
    }
  }
  return null;
}

function checkTs(tsMs: number, receivedAtMs: number, errors: FieldError[]): void {
  if (!Number.isFinite(tsMs)) errors.push({ path: 'ts', message: 'not a time that exists' });
  else if (tsMs < receivedAtMs - MAX_EVENT_AGE_MS) {
    const days = MAX_EVENT_AGE_MS / 86_400_000;
    errors.push({ path: 'ts', message: `must lie at most ${days} days back, got ${show(tsMs)}` });
  } else if (tsMs > receivedAtMs + MAX_EVENT_AHEAD_MS) {
    const minutes = MAX_EVENT_AHEAD_MS / 60_000;
    errors.push({
      path: 'ts',
      message: `must lie at most ${minutes} minutes ahead, got ${show(tsMs)}`,
    });
  }
}

/** A time in a message; beyond what a date can hold, the bare number. */
function show(atMs: number): string {
  return Math.abs(atMs) <= 8.64e15 ? isoTime(atMs) : String(atMs);
}

function checkOrder(
  errors: FieldError[],
  path: string,
  lower: number | null | undefined,
  upper: number | null | undefined,
  message: string,
): void {
  if (lower == null || upper == null || lower <= upper) return;
  errors.push({ path, message: `${message}: ${lower} against ${upper}` });
}

function checkPeriod(
  start: number | null,
  end: number | null,
  tsMs: number,
  errors: FieldError[],
): void {
  for (const [path, atMs] of [
    ['period_start', start],
    ['period_end', end],
  ] as const) {
    if (atMs !== null && !(atMs >= 0 && atMs < LATEST_PERIOD_MS)) {
      errors.push({ path, message: 'must lie between the years 1970 and 2200' });
    }
  }
  const from = start ?? tsMs;
  if (end !== null && end < from) {
    const what = start === null ? 'ts, where period_start is absent' : 'period_start';
    errors.push({
      path: 'period_end',
      message: `must not lie before ${what}: ${show(end)} against ${show(from)}`,
    });
  }
}

/** Exactly one of the three forms, with something in it. */
function checkDistribution(event: WireEventOf<'distribution'>, errors: FieldError[]): void {
  const { values, histogram, categories } = event;
  const stated = [values, histogram, categories].filter((form) => form != null).length;
  if (stated !== 1) {
    const message = `expected one of values, histogram and categories, got ${stated === 0 ? 'none' : stated}`;
    errors.push({ path: '', message });
  }
  if (histogram == null) return;
  const { edges, counts } = histogram;
  if (edges.length !== counts.length + 1) {
    const message = `must hold one edge more than counts: ${edges.length} against ${counts.length}`;
    errors.push({ path: 'histogram.edges', message });
  }
  if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] as number))) {
    errors.push({ path: 'histogram.edges', message: 'must rise' });
  }
}

/** Rules between fields, which the shape of one field cannot state. */
function checkMeaning(event: WireEvent, errors: FieldError[]): void {
  if (event.kind === 'run') {
    const { tool_calls, tool_failures, tokens_in, tokens_cached, tokens_out, tokens_reasoning } =
      event;
    checkOrder(errors, 'tool_failures', tool_failures, tool_calls, 'must not exceed tool_calls');
    checkOrder(errors, 'tokens_cached', tokens_cached, tokens_in, 'must not exceed tokens_in');
    checkOrder(
      errors,
      'tokens_reasoning',
      tokens_reasoning,
      tokens_out,
      'must not exceed tokens_out',
    );
  } else if (event.kind === 'adoption') {
    checkOrder(errors, 'used', event.used, event.eligible, 'must not exceed eligible');
  } else if (event.kind === 'metric') {
    checkOrder(errors, 'low', event.low, event.value, 'must not exceed value');
    checkOrder(errors, 'high', event.value, event.high, 'must not lie below value');
  } else if (event.kind === 'distribution') checkDistribution(event, errors);
}

/**
 * Checks a value from the wire against the contract and against what the fields mean together.
 * A null field counts as absent; a missing `ts` is the time of receipt.
 * @param receivedAtMs epoch milliseconds
 */
export function checkEvent(value: unknown, receivedAtMs: number): CheckResult {
  if (!fits(value)) {
    const oversized = checkSize(value);
    if (oversized) return { kind: 'errors', errors: [oversized] };
    const parsed = wireEvent.safeParse(value);
    if (!parsed.success) {
      return {
        kind: 'errors',
        errors: describeIssues(parsed.error.issues, value).slice(0, MAX_ERRORS),
      };
    }
  }
  // The contract transforms nothing, so the value that fits it is the event.
  const event = value as WireEvent;
  const errors: FieldError[] = [];
  const tsMs = event.ts == null ? receivedAtMs : instantMs(event.ts);
  checkTs(tsMs, receivedAtMs, errors);
  let periodStartMs: number | null = null;
  let periodEndMs: number | null = null;
  if (event.kind === 'cost') {
    periodStartMs = event.period_start == null ? null : instantMs(event.period_start);
    periodEndMs = event.period_end == null ? null : instantMs(event.period_end);
    checkPeriod(periodStartMs, periodEndMs, tsMs, errors);
  }
  checkMeaning(event, errors);
  if (errors.length > 0) return { kind: 'errors', errors };
  return { kind: 'event', event, tsMs, periodStartMs, periodEndMs };
}
