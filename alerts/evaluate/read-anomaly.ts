import { medianSpread, type MedianSpread } from '../../core/statistics/median-spread.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, ceilTo, isoTime } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { compareWithBand, seasonalBand } from '../condition/seasonal-band.ts';
import type { CompiledCondition } from '../rule/compiled-rule.ts';
import {
  absentReading,
  unitOf,
  valueOf,
  type Looked,
  type Reading,
  type Terms,
} from './reading.ts';

/** The season that is known: people work by the week. */
export const SEASON_MS = 7 * DAY_MS;
/** Weeks that something has to be known of before anything is unusual. */
const FEWEST_WEEKS = 3;
/** Weeks that are looked at: what was usual longer ago is not what is usual now. */
export const MOST_WEEKS = 8;
/** What is usual at an hour is usual an hour earlier or later: the window slides between them. */
const SHIFTS_MS = [-HOUR_MS, 0, HOUR_MS] as const;

type Anomaly = Extract<CompiledCondition, { kind: 'anomaly' }>;

/** The hours [fromMs, toMs) of other weeks that an evaluation in the hour up to `hourMs` looks at. */
export function* seasonSpans(
  { spanMs }: Pick<Anomaly, 'spanMs'>,
  hourMs: number,
): Generator<{ readonly week: number; readonly fromMs: number; readonly toMs: number }> {
  for (let week = 1; week <= MOST_WEEKS; week += 1) {
    for (const shiftMs of SHIFTS_MS) {
      const toMs = hourMs - week * SEASON_MS + shiftMs;
      yield { week, fromMs: toMs - spanMs, toMs };
    }
  }
}

/**
 * From when on an anomaly can be told: three weeks hold all of the hours that it is compared with.
 * @param firstMs when the workload first sent anything, epoch milliseconds
 */
export const learnedMs = ({ spanMs }: Pick<Anomaly, 'spanMs'>, firstMs: number): number =>
  ceilTo(firstMs, HOUR_MS) + FEWEST_WEEKS * SEASON_MS + spanMs + HOUR_MS;

/** A number against what is usual at this hour of the week, by the same hours of up to eight weeks. */
export function readAnomaly(condition: Anomaly, looked: Looked, terms: Terms): Reading {
  const { signal } = condition;
  const { firstMs } = looked;
  if (firstMs === null) return absentReading(signal, null, 'nothing has come in yet');
  const untilMs = learnedMs(condition, firstMs);
  if (terms.atMs < untilMs) {
    const text = `learning what is usual until ${isoTime(untilMs).slice(0, 16)}Z`;
    return absentReading(signal, null, text, untilMs);
  }
  const usual = usualAt(condition, looked, terms);
  if (usual === null) {
    const text = `fewer than ${FEWEST_WEEKS} of the last ${MOST_WEEKS} weeks have a number at this hour`;
    return absentReading(signal, null, text);
  }
  return compareWithUsual(condition, usual, looked, terms);
}

function compareWithUsual(
  condition: Anomaly,
  usual: MedianSpread,
  looked: Looked,
  { isZero }: Terms,
): Reading {
  const { signal, window, spanMs, sensitivity, direction } = condition;
  const { estimator } = signalEntry(signal);
  const found = valueOf(condition, looked.window(window), looked);
  const value = found.value ?? (isZero ? 0 : null);
  const band = seasonalBand(usual, {
    share: Math.max(window.lengthMs, MINUTE_MS) / spanMs,
    isCount: estimator === 'count',
    isProportion: estimator === 'proportion',
    n: found.n,
    sensitivity,
  });
  const isAbove = direction === 'above' || (direction === 'both' && (value ?? 0) >= usual.median);
  return {
    input: compareWithBand(value, band, direction),
    value,
    n: found.n,
    threshold: isAbove ? band.high : band.low,
    unit: unitOf(signal),
    severity: null,
    hasData: found.value !== null,
  };
}

/** What is usual in the hour of an evaluation; null where too few weeks know. */
function usualAt(condition: Anomaly, looked: Looked, { atMs, isZero }: Terms): MedianSpread | null {
  const hourMs = ceilTo(atMs, HOUR_MS);
  const find = (): MedianSpread | null => {
    const weeks = new Set<number>();
    const values: number[] = [];
    for (const { week, fromMs, toMs } of seasonSpans(condition, hourMs)) {
      if (fromMs < ceilTo(looked.firstMs ?? Infinity, HOUR_MS)) continue;
      const window = looked.hours?.window(fromMs, toMs, null) ?? null;
      const value = valueOf(condition, window, looked).value ?? (isZero ? 0 : null);
      if (value === null) continue;
      weeks.add(week);
      values.push(value);
    }
    return weeks.size < FEWEST_WEEKS ? null : medianSpread(values);
  };
  return looked.hours === null ? find() : looked.hours.remembered(condition, hourMs, find);
}
