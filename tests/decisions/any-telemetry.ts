import fc from 'fast-check';
import type { WireEventOf } from '../../core/event.ts';
import { HOUR_MS } from '../../core/time.ts';
import { sumsOfEvent, sumsOfRun, type Sums } from '../../decisions/check/measure-sums.ts';
import { NO_ROWS, type HistoryRows, type MetricRow } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';

/** Hours that random telemetry lies in, from the epoch on. */
export const TELEMETRY_HOURS = 96;
const LATENCY_BUCKET = 650;
const WORKLOAD = 'w';

/** What a workload may send or leave out. */
export const FEEDS = [
  'runs',
  'status',
  'judgements',
  'latency',
  'tools',
  'prices',
  'values',
  'outcomes',
  'probes',
  'reviews',
  'ratings',
  'evaluations',
  'reports',
] as const;
type Feed = (typeof FEEDS)[number];
/** When a feed is there: in the hours from the first up to the second, or in all others. */
interface Presence {
  readonly from: number;
  readonly to: number;
  readonly isPause: boolean;
}
type Feeds = Readonly<Record<Feed, Presence>>;

const isThere = ({ from, to, isPause }: Presence, hour: number): boolean =>
  (hour >= from && hour < to) !== isPause;

const anyHour = fc.integer({ min: 0, max: TELEMETRY_HOURS });
const between = (from: number, to: number, isPause = false): Presence => ({ from, to, isPause });
/** Mostly there throughout, so that much of it can pass; else it ends, begins late, pauses or never comes. */
const anyPresence: fc.Arbitrary<Presence> = fc.oneof(
  { weight: 60, arbitrary: fc.constant(between(0, TELEMETRY_HOURS)) },
  { weight: 1, arbitrary: fc.constant(between(0, 0)) },
  { weight: 2, arbitrary: anyHour.map((end) => between(0, end)) },
  { weight: 1, arbitrary: anyHour.map((start) => between(start, TELEMETRY_HOURS)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyHour, anyHour)
      .map(([a, b]) => between(Math.min(a, b), Math.max(a, b), true)),
  },
);

/** Random telemetry of a healthy workload, whatever part of it is missing. */
export interface Telemetry {
  readonly feeds: Feeds;
  readonly runsAnHour: number;
  /** Share of the judged runs that the judge flags: near 1 where it failed. */
  readonly flagged: number;
  /** Whether what it reports about `uptime` and `satisfaction` says of how many, and within what. */
  readonly reportsN: boolean;
}

function run(telemetry: Telemetry, hour: number, isOdd: boolean): Sums {
  const { feeds } = telemetry;
  const event: WireEventOf<'run'> = {
    kind: 'run',
    workload: WORKLOAD,
    ...(isThere(feeds.status, hour) ? { ok: true } : {}),
    ...(isThere(feeds.judgements, hour) ? { hallucination: false } : {}),
    ...(isThere(feeds.latency, hour) ? { latency_ms: 600 } : {}),
    ...(isThere(feeds.tools, hour) ? { tool_calls: 2, tool_failures: 0 } : {}),
    ...(isThere(feeds.values, hour) ? { value_usd: isOdd ? 0.9 : 1.1 } : {}),
    ...(isThere(feeds.outcomes, hour) ? { outcome: 'accepted' as const } : {}),
  };
  return sumsOfRun(event, isThere(feeds.prices, hour) ? (isOdd ? 0.1 : 0.12) : null);
}

function eventsOf(feeds: Feeds, hour: number): Sums[] {
  const common = { workload: WORKLOAD };
  return [
    ...(isThere(feeds.probes, hour) ? [sumsOfEvent({ ...common, kind: 'probe', ok: true })] : []),
    ...(isThere(feeds.reviews, hour)
      ? [sumsOfEvent({ ...common, kind: 'review', source: 'random', verdict: 'correct' })]
      : []),
    ...(isThere(feeds.ratings, hour)
      ? [sumsOfEvent({ ...common, kind: 'feedback', rating: 0.8 })]
      : []),
    ...(isThere(feeds.evaluations, hour)
      ? [sumsOfEvent({ ...common, kind: 'evaluation', name: 'set', passed: true })]
      : []),
  ];
}

function addTimes(into: Partial<Record<MeasureName, number>>, sums: Sums, times: number): void {
  for (const [name, amount] of Object.entries(sums) as [MeasureName, number][]) {
    into[name] = (into[name] ?? 0) + amount * times;
  }
}

function hourRow(telemetry: Telemetry, hour: number): HistoryRows['hours'][number] {
  const { feeds, runsAnHour, flagged } = telemetry;
  const sums: Partial<Record<MeasureName, number>> = {};
  const runs = isThere(feeds.runs, hour) ? runsAnHour : 0;
  addTimes(sums, run(telemetry, hour, true), Math.ceil(runs / 2));
  addTimes(sums, run(telemetry, hour, false), Math.floor(runs / 2));
  sums.hallucinated = Math.round((sums.judged ?? 0) * flagged);
  for (const event of eventsOf(feeds, hour)) addTimes(sums, event, 10);
  const timed = isThere(feeds.latency, hour) ? runs : 0;
  return {
    hourMs: hour * HOUR_MS,
    sums,
    runMinutes: isThere(feeds.status, hour) ? Math.min(60, runs) : 0,
    okMinutes: isThere(feeds.status, hour) ? Math.min(60, runs) : 0,
    latency: new Map(timed > 0 ? [[LATENCY_BUCKET, timed]] : []),
  };
}

function reportRow(signal: string, hour: number, hasN: boolean): MetricRow {
  const n = hasN ? 20 : 0;
  return {
    hourMs: hour * HOUR_MS,
    signal,
    reports: 1,
    reportsWithN: hasN ? 1 : 0,
    reportsWithBounds: 1,
    n,
    valueSum: 1,
    lowSum: 0.99,
    highSum: 1,
    valueByN: n,
    lowByN: 0.99 * n,
    highByN: n,
  };
}

const HOURS = Array.from({ length: TELEMETRY_HOURS }, (_, hour) => hour);

/** A telemetry's rows; made apart, so that a counterexample stays short enough to read. */
export function rowsOf(telemetry: Telemetry): HistoryRows {
  return {
    ...NO_ROWS,
    hours: HOURS.map((hour) => hourRow(telemetry, hour)).filter(({ sums }) =>
      Object.values(sums).some((sum) => sum !== 0),
    ),
    metrics: HOURS.filter((hour) => isThere(telemetry.feeds.reports, hour)).flatMap((hour) =>
      ['uptime', 'satisfaction'].map((signal) => reportRow(signal, hour, telemetry.reportsN)),
    ),
    endMs: TELEMETRY_HOURS * HOUR_MS,
  };
}

export const anyTelemetry: fc.Arbitrary<Telemetry> = fc.record({
  feeds: fc.record(
    Object.fromEntries(FEEDS.map((feed) => [feed, anyPresence])) as Record<
      Feed,
      typeof anyPresence
    >,
  ),
  runsAnHour: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 10, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
  ),
  flagged: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0.02) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  ),
  reportsN: fc.boolean(),
});
