import { durationMs } from '../../core/duration.ts';
import { DAY_MS, ceilTo, floorTo, HOUR_MS, isoTime, MINUTE_MS } from '../../core/time.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { isMinuteSignal } from '../../signals/minute-signals.ts';
import type { AlertItem, AlertSeriesQuestion } from '../api/alert-queries.ts';
import { instantMs } from '../format/time.ts';
import type { Measure } from './find-measure.ts';

/** What is asked for an alert's chart, and over which time it is drawn. */
export interface AlertSeries {
  readonly question: AlertSeriesQuestion;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

const STEPS_MS = [1, 5, 15, 30, 60, 360, 1440].map((minutes) => minutes * MINUTE_MS);
const MOST_STEPS = 150;
/** Steps that the rule's own window may leave, before finer ones show more. */
const FEWEST_STEPS = 24;
const LEAST_BEFORE_MS = HOUR_MS;

/** Costs are spread over hours, and some signals rest on more than a minute's sums. */
const needsHours = (signal: string): boolean =>
  !isMinuteSignal(signal) || SIGNALS_BY_ID.get(signal)?.axis === 'economics';

/**
 * The series around an episode: enough before it to see what was usual. Steps are as long as the rule's
 * window where that leaves enough of them, so that they can be held against its threshold.
 * @returns null where the alert is about no signal
 */
export function buildAlertSeries(
  item: AlertItem,
  { signal, window }: Pick<Measure, 'signal' | 'window'>,
  nowMs: number,
): AlertSeries | null {
  if (signal === null) return null;
  const windowMs = window === null ? 5 * MINUTE_MS : durationMs(window);
  const beganMs = instantMs(item.active_since);
  const endedMs = item.resolved_at === null ? nowMs : instantMs(item.resolved_at);
  const lengthMs = Math.max(MINUTE_MS, endedMs - beganMs);
  const beforeMs = Math.min(28 * DAY_MS, Math.max(LEAST_BEFORE_MS, lengthMs, 6 * windowMs));
  const aroundMs = { from: beganMs - beforeMs, to: Math.min(nowMs, endedMs + beforeMs / 2) };
  const spanMs = aroundMs.to - aroundMs.from;
  const least = needsHours(signal) ? HOUR_MS : MINUTE_MS;
  const usual = STEPS_MS.find((ms) => ms >= least && spanMs / ms <= MOST_STEPS) ?? DAY_MS;
  const isWhole = windowMs % least === 0 && windowMs >= usual && spanMs / windowMs >= FEWEST_STEPS;
  const stepMs = isWhole ? windowMs : usual;
  const fromMs = floorTo(aroundMs.from, stepMs);
  const toMs = ceilTo(aroundMs.to, stepMs);
  return {
    fromMs,
    toMs,
    stepMs,
    question: {
      signal,
      from: isoTime(fromMs),
      to: isoTime(toMs),
      step: `${stepMs / MINUTE_MS}m`,
      ...(item.by === null ? {} : { [item.by.dimension]: item.by.value }),
    },
  };
}
