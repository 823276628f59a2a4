import type { SeriesPoint } from '../../signals/series.ts';
import { formatCount } from '../format/number.ts';
import { formatClock, formatMoment, instantMs } from '../format/time.ts';
import { formatBounds, formatSignal, type SignalUnit } from '../format/unit.ts';

/**
 * One step of a series in words: when, value, interval, n; a gap says so.
 * @param stepMs length of the step
 */
export function tellPoint(
  point: SeriesPoint,
  unit: SignalUnit,
  stepMs: number,
  nowMs: number,
): string {
  const fromMs = instantMs(point.at);
  const untilMs = fromMs + stepMs;
  const until = stepMs < 86_400_000 ? formatClock(untilMs) : formatMoment(untilMs, nowMs);
  const when = `${formatMoment(fromMs, nowMs)}–${until}`;
  if (point.value === null) return `${when}: no value, n ${formatCount(point.n)}`;
  const bounds = formatBounds(point.low, point.high, unit, point.value);
  return `${when}: ${formatSignal(point.value, unit)} ${bounds}, n ${formatCount(point.n)}`.replace(
    ' ,',
    ',',
  );
}
