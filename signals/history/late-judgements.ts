import { HOUR_MS, ceilTo } from '../../core/time.ts';
import type { JudgementCorrection } from '../history-rows.ts';
import { PEOPLE_MEASURES } from '../measures.ts';
import { countWhile } from './count-while.ts';
import { createDominanceSum } from './dominance-sums.ts';
import type { HourGrid } from './hour-grid.ts';

/** The measures that a later judgement changes. */
export const JUDGEMENT_MEASURES = ['judged', 'hallucinated', ...PEOPLE_MEASURES] as const;
export type JudgementMeasure = (typeof JUDGEMENT_MEASURES)[number];

/** All judgements of the runs of one hour that became known at one instant. */
interface Place {
  readonly hour: number;
  readonly knownMs: number;
  judged: number;
  hallucinated: number;
  judged_by_people: number;
  hallucinated_by_people: number;
}

/** What judgements changed about the runs of a range of hours, as far as they were known by an instant. */
export interface LateJudgements {
  sum(measure: JudgementMeasure, fromHour: number, toMs: number): number;
  /** When the latest judgement known by an instant came, rounded up to its hour; null if none. */
  lastSeenMs(toMs: number): number | null;
}

/**
 * Corrections by the hour of the run and by when they became known; both ends of a window being on
 * the hour (or the history's end), those that share both hours are one point.
 * @param grid the history's hours
 * @param corrections any order; a judgement dated before its run's hour counts from that hour on
 */
export function createLateJudgements(
  grid: HourGrid,
  corrections: readonly JudgementCorrection[],
): LateJudgements {
  const byKnown = new Map<number, Map<number, Place>>();
  for (const correction of corrections) {
    const { runHourMs, judgedMs, judged, hallucinated } = correction;
    const { judgedByPeople = 0, hallucinatedByPeople = 0 } = correction;
    const knownMs = knownFromMs(judgedMs, runHourMs, grid.endMs);
    const hour = grid.hourAt(runHourMs);
    let places = byKnown.get(knownMs);
    if (places === undefined) byKnown.set(knownMs, (places = new Map<number, Place>()));
    const place = places.get(hour);
    if (place === undefined) {
      places.set(hour, {
        hour,
        knownMs,
        judged,
        hallucinated,
        judged_by_people: judgedByPeople,
        hallucinated_by_people: hallucinatedByPeople,
      });
    } else {
      place.judged += judged;
      place.hallucinated += hallucinated;
      place.judged_by_people += judgedByPeople;
      place.hallucinated_by_people += hallucinatedByPeople;
    }
  }
  const places = [...byKnown.values()].flatMap((byHour) => [...byHour.values()]);
  const points = places.flatMap(({ hour, knownMs, ...weights }) =>
    JUDGEMENT_MEASURES.map((name, column) => ({
      x: hour,
      y: knownMs,
      column,
      weight: weights[name],
    })),
  );
  const sums = createDominanceSum(
    points.filter((point) => point.weight !== 0),
    JUDGEMENT_MEASURES.length,
  );
  const known = [...byKnown.keys()].sort((a, b) => a - b);
  return {
    sum: (measure, fromHour, toMs) => sums(JUDGEMENT_MEASURES.indexOf(measure), fromHour, toMs),
    lastSeenMs: (toMs) => {
      const count = countWhile(known, (ms) => ms <= toMs);
      return count === 0 ? null : known[count - 1]!;
    },
  };
}

/** The first window end (on the hour, or the history's end) that knows of a judgement. */
function knownFromMs(judgedMs: number, runHourMs: number, endMs: number): number {
  const afterMs = Math.max(judgedMs, runHourMs) + 1;
  const hourMs = ceilTo(afterMs, HOUR_MS);
  return afterMs <= endMs ? Math.min(hourMs, endMs) : hourMs;
}
