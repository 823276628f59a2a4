import { HOUR_MS, ceilTo, floorTo } from '../../core/time.ts';
import type { Database } from '../../store/database.ts';
import { readReleaseHours, type ReleaseHour } from '../../store/questions/read-release-hours.ts';
import { readSumSeries, type SumSeries } from '../../store/questions/read-sum-series.ts';
import {
  RELEASE_REACH_MS,
  findReleasePair,
  releaseSpans,
  releasesThatCarried,
} from './find-release-pair.ts';
import type { HourPlan } from './hour-plan.ts';
import { MOST_WEEKS, SEASON_MS, seasonSpans } from './read-anomaly.ts';
import { WorkloadHours, byWorkload } from './workload-hours.ts';

/** Sums by the hour, by workload. */
export type HoursByWorkload = ReadonlyMap<string, WorkloadHours>;

/** Hours [fromMs, toMs), or some of them, epoch milliseconds. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What a plan needs for an evaluation, and for all others within the same hour: of other weeks only the
 * hours that are compared, of releases only the two that are.
 * @param atMs of the evaluation
 */
export async function readHoursAt(
  database: Database,
  plan: HourPlan,
  atMs: number,
): Promise<HoursByWorkload> {
  const season = plan.season?.lengthsMs.flatMap((spanMs) => [
    ...seasonSpans({ spanMs }, ceilTo(atMs, HOUR_MS)),
  ]);
  const endMs = floorTo(atMs, HOUR_MS);
  const releases = await readReleases(database, plan, { fromMs: endMs, toMs: endMs });
  const pairs = [...releases.values()].flatMap((hours) => findReleasePair(hours, endMs) ?? []);
  const spans = pairs.flatMap((pair) =>
    (plan.release?.lengthsMs ?? []).flatMap((lengthMs) =>
      Object.values<Span>({ ...releaseSpans(pair, lengthMs, endMs) }),
    ),
  );
  const values = pairs.flatMap(({ newest, previous }) => [newest, previous]);
  const series = await Promise.all([
    readWhole(database, plan, season ?? [], true),
    readParts(database, plan, spans, values, true),
  ]);
  return join(plan, series.flat(), releases);
}

/**
 * The same for every evaluation within some time, with all hours between.
 * @param span of the evaluations
 */
export async function readHoursOver(
  database: Database,
  plan: HourPlan,
  { fromMs, toMs }: Span,
): Promise<HoursByWorkload> {
  const longestMs = (lengths: readonly number[] = []): number => Math.max(HOUR_MS, ...lengths);
  const span = { fromMs: floorTo(fromMs, HOUR_MS), toMs: ceilTo(toMs, HOUR_MS) };
  const season = {
    fromMs: span.fromMs - MOST_WEEKS * SEASON_MS - longestMs(plan.season?.lengthsMs) - HOUR_MS,
    toMs: span.toMs,
  };
  const releases = await readReleases(database, plan, span);
  const parts = {
    fromMs: span.fromMs - RELEASE_REACH_MS - longestMs(plan.release?.lengthsMs),
    toMs: span.toMs,
  };
  const carried = [...releases.values()].flatMap(releasesThatCarried);
  const series = await Promise.all([
    readWhole(database, plan, [season], false),
    readParts(database, plan, carried.length === 0 ? [] : [parts], carried, false),
  ]);
  return join(plan, series.flat(), releases);
}

async function readReleases(
  database: Database,
  { release }: HourPlan,
  { fromMs, toMs }: Span,
): Promise<ReadonlyMap<string, readonly ReleaseHour[]>> {
  if (release === null) return new Map();
  const { workloads } = release;
  return readReleaseHours(database, { workloads, fromMs: fromMs - RELEASE_REACH_MS, toMs });
}

function hoursOf(spans: readonly Span[]): number[] {
  const hours = new Set<number>();
  for (const { fromMs, toMs } of spans) {
    for (let hour = fromMs; hour < toMs; hour += HOUR_MS) hours.add(hour);
  }
  return [...hours].sort((a, b) => a - b);
}

const outer = (spans: readonly Span[]): Span => ({
  fromMs: Math.min(...spans.map((one) => one.fromMs)),
  toMs: Math.max(...spans.map((one) => one.toMs)),
});

async function readWhole(
  database: Database,
  { season, measures, hasLatency, hasMinutes }: HourPlan,
  spans: readonly Span[],
  isOfThose: boolean,
): Promise<SumSeries[]> {
  if (season === null) return [];
  return readSumSeries(database, {
    step: 'hour',
    cut: null,
    values: null,
    mostValues: null,
    workloads: season.workloads,
    measures,
    hasLatency,
    hasMinutes,
    hoursMs: isOfThose ? hoursOf(spans) : null,
    ...outer(spans),
  });
}

async function readParts(
  database: Database,
  { release, measures, hasLatency, hasMinutes }: HourPlan,
  spans: readonly Span[],
  values: readonly string[],
  isOfThose: boolean,
): Promise<SumSeries[]> {
  if (release === null || spans.length === 0) return [];
  return readSumSeries(database, {
    step: 'hour',
    cut: 'release',
    values: [...new Set(values)],
    mostValues: null,
    workloads: release.workloads,
    measures,
    hasLatency,
    hasMinutes,
    hoursMs: isOfThose ? hoursOf(spans) : null,
    ...outer(spans),
  });
}

function join(
  { measures, season, release }: HourPlan,
  series: readonly SumSeries[],
  releases: ReadonlyMap<string, readonly ReleaseHour[]>,
): HoursByWorkload {
  const own = byWorkload(series);
  const workloads = new Set([...(season?.workloads ?? []), ...(release?.workloads ?? [])]);
  return new Map(
    [...workloads].map((id) => [
      id,
      new WorkloadHours(own.get(id) ?? [], measures, releases.get(id) ?? []),
    ]),
  );
}

/**
 * Reads the hours of an evaluation unless those of the same hour and plan were read before: what is
 * compared with changes once an hour.
 * @param plan the same object as long as neither rules nor workloads change
 */
export type ReadHours = (plan: HourPlan, atMs: number) => Promise<HoursByWorkload>;

/** Makes a reader of hours that keeps what it read last. */
export function createHourReader(database: Database): ReadHours {
  let known: { plan: HourPlan; key: string; hours: HoursByWorkload } | null = null;
  return async (plan, atMs) => {
    const season = plan.season === null ? '' : ceilTo(atMs, HOUR_MS);
    const release = plan.release === null ? '' : floorTo(atMs, HOUR_MS);
    const key = `${season} ${release}`;
    if (known?.plan !== plan || known.key !== key) {
      known = { plan, key, hours: await readHoursAt(database, plan, atMs) };
    }
    return known.hours;
  };
}
