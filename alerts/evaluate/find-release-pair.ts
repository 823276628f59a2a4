import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { RELEASE_SHARE } from '../../signals/history/release-changes.ts';
import type { ReleaseHour } from '../../store/questions/read-release-hours.ts';

/** Releases that took over longer ago than this are no news. */
export const RELEASE_REACH_MS = 28 * DAY_MS;

/** The newest release of a workload, and the one before it. */
export interface ReleasePair {
  readonly newest: string;
  readonly previous: string;
  /** Start of the first hour in which the newest carried a fifth of the runs, epoch milliseconds. */
  readonly rolloutMs: number;
}

interface Carried {
  readonly release: string;
  readonly rolloutMs: number;
  readonly runs: number;
}

/**
 * The newest release that carries a fifth of the runs (of the last day, or since it came if that is
 * later), and the one that came before it.
 * @param hours of up to {@link RELEASE_REACH_MS} before `endMs`, ascending
 * @param endMs on the hour, epoch milliseconds
 * @returns null where no release has followed another in these hours
 */
export function findReleasePair(hours: readonly ReleaseHour[], endMs: number): ReleasePair | null {
  const known = hours.filter(({ hourMs }) => hourMs < endMs && hourMs >= endMs - RELEASE_REACH_MS);
  const all = allRuns(known);
  const releases = carriedReleases(known, all);
  const newest = releases.findLast((one) => carriesNow(one, known, all, endMs));
  const previous = releases.findLast(({ rolloutMs }) => rolloutMs < (newest?.rolloutMs ?? 0));
  if (newest === undefined || previous === undefined) return null;
  return { newest: newest.release, previous: previous.release, rolloutMs: newest.rolloutMs };
}

/** All runs of each hour. */
function allRuns(hours: readonly ReleaseHour[]): ReadonlyMap<number, number> {
  const all = hours.filter(({ release }) => release === null);
  return new Map(all.map(({ hourMs, runs }) => [hourMs, runs]));
}

/** Releases that carried a fifth of an hour's runs, by when they first did; of one hour the busiest last. */
function carriedReleases(
  hours: readonly ReleaseHour[],
  all: ReadonlyMap<number, number>,
): Carried[] {
  const found = new Map<string, { rolloutMs: number | null; runs: number }>();
  for (const { hourMs, release, runs } of hours) {
    if (release === null) continue;
    const own = found.get(release) ?? { rolloutMs: null, runs: 0 };
    own.runs += runs;
    if (runs >= RELEASE_SHARE * (all.get(hourMs) ?? runs)) own.rolloutMs ??= hourMs;
    found.set(release, own);
  }
  return [...found]
    .flatMap(([release, { rolloutMs, runs }]) =>
      rolloutMs === null ? [] : [{ release, rolloutMs, runs }],
    )
    .sort(
      (a, b) => a.rolloutMs - b.rolloutMs || a.runs - b.runs || (a.release < b.release ? -1 : 1),
    );
}

function carriesNow(
  { release, rolloutMs }: Carried,
  hours: readonly ReleaseHour[],
  all: ReadonlyMap<number, number>,
  endMs: number,
): boolean {
  const fromMs = Math.max(rolloutMs, endMs - DAY_MS);
  let own = 0;
  for (const { hourMs, release: carried, runs } of hours) {
    if (hourMs >= fromMs && carried === release) own += runs;
  }
  let total = 0;
  for (const [hourMs, runs] of all) if (hourMs >= fromMs) total += runs;
  return own > 0 && own >= RELEASE_SHARE * total;
}

/** Two spans of the same length, [fromMs, toMs), epoch milliseconds on the hour. */
export interface ReleaseSpans {
  /** Of the newest release, up to now. */
  readonly after: { readonly fromMs: number; readonly toMs: number };
  /** Of the one before it, up to where the newest began. */
  readonly before: { readonly fromMs: number; readonly toMs: number };
}

/**
 * Which hours of a pair are compared: as many before the newest began as there are since, up to a length.
 * @param endMs on the hour, after the newest began
 */
export function releaseSpans(
  { rolloutMs }: ReleasePair,
  lengthMs: number,
  endMs: number,
): ReleaseSpans {
  const spanMs = Math.max(HOUR_MS, Math.min(lengthMs, endMs - rolloutMs));
  return {
    after: { fromMs: endMs - spanMs, toMs: endMs },
    before: { fromMs: rolloutMs - spanMs, toMs: rolloutMs },
  };
}

/** The releases that carried a fifth of the runs of any hour. */
export function releasesThatCarried(hours: readonly ReleaseHour[]): string[] {
  return carriedReleases(hours, allRuns(hours)).map(({ release }) => release);
}
