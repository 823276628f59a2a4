import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import { DAY_MS } from '../../core/time.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import { formatCount, NOTHING, THIN } from '../format/number.ts';
import { formatDay, formatInstant, instantMs } from '../format/time.ts';
import { formatBounds, formatLimit, formatSignal, unitWords } from '../format/unit.ts';
import type { IntervalReading } from '../parts/build-interval-bar.ts';
import { toneOf, type Tone } from '../parts/status-mark.tsx';

/** One signal as its table shows it. */
export interface SignalRow {
  readonly id: string;
  readonly title: string;
  readonly role: AssessedSignal['role'];
  readonly status: AssessedSignal['status'];
  readonly state: AssessedSignal['state'];
  readonly hasLimit: boolean;
  readonly tone: Tone;
  readonly value: string;
  readonly bounds: string;
  readonly limit: string;
  readonly limitValue: number | null;
  readonly count: string;
  readonly samples: number;
  readonly reading: IntervalReading;
  readonly explanation: string;
  /** The longer window, e.g. "28 d: 4.1 % [3.2–5.3]", and where it starts. */
  readonly evidence: { readonly text: string; readonly since: string };
  readonly reason: string;
  /** Whether a line over time can exist at all. */
  readonly hasSeries: boolean;
}

function buildEvidence(signal: AssessedSignal, nowMs: number): SignalRow['evidence'] {
  const { evidence } = signal;
  const sinceMs = instantMs(evidence.since);
  const days = Math.max(0, Math.round((nowMs - sinceMs) / DAY_MS));
  const length = days === 0 ? '< 1' : String(days);
  const number =
    evidence.state === 'ok'
      ? `${formatSignal(evidence.value, signal)} ${formatBounds(evidence.low, evidence.high, signal, evidence.value)}`.trim()
      : MISSING_WORDS[evidence.state].word.toLowerCase();
  const restarted = evidence.restarted_by === null ? '' : `, ${evidence.restarted_by}`;
  return {
    text: `${length}${THIN}d: ${number}`,
    since: `since ${formatDay(sinceMs, nowMs)}${restarted}`,
  };
}

function explain(signal: AssessedSignal, bounds: string): string {
  const { evidence } = signal;
  const lines = [
    `Value\t${formatSignal(signal.value, signal)}`,
    `Interval\t${bounds === '' ? 'none stated' : bounds}`,
    `Unit\t${unitWords(signal)}`,
    `Window\t${signal.window}, evidence since ${formatInstant(instantMs(evidence.since))}`,
    `Samples\t${formatCount(signal.n)}, worth ${formatCount(signal.n_effective)}; evidence ${formatCount(evidence.n)}`,
    `Method\t${signal.method}`,
  ];
  const missing = signal.state === 'ok' ? [] : [MISSING_WORDS[signal.state].meaning];
  const reason = signal.reason === '' ? [] : [capitalise(signal.reason)];
  return [...missing, ...reason, ...lines].join('\n');
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One signal in words and positions. What is missing is said, never drawn. */
export function buildSignalRow(signal: AssessedSignal, nowMs: number): SignalRow {
  const { value, low, high, limit, better, unit, state } = signal;
  const bounds = formatBounds(low, high, signal, value);
  return {
    id: signal.signal,
    title: signal.title,
    role: signal.role,
    status: signal.status,
    state,
    hasLimit: limit !== null,
    tone: limit === null && state === 'ok' ? 'missing' : toneOf(signal.status, state),
    value: value === null ? NOTHING : formatSignal(value, signal),
    bounds,
    limit: limit === null ? NOTHING : formatLimit(limit, better, signal),
    limitValue: limit,
    count: formatCount(signal.n),
    samples: signal.n,
    reading: { value, low, high, limit, better, unit },
    explanation: explain(signal, bounds),
    evidence: buildEvidence(signal, nowMs),
    reason: capitalise(signal.reason),
    hasSeries: state !== 'not_instrumented' && state !== 'not_applicable',
  };
}
