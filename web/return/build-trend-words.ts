import type { SignalItem } from '../../signals/series.ts';
import { formatCount } from '../format/number.ts';
import { formatBounds, formatSignal } from '../format/unit.ts';

/** A signal over a whole span in one line: its number, how sure, and where it is heading. */
export function buildTrendWords(item: SignalItem | null, trend: SignalItem | null): string {
  if (item === null) return '';
  if (item.value === null) return item.reason ?? 'not known';
  const bounds = formatBounds(item.low, item.high, item, item.value);
  const whole = `${formatSignal(item.value, item)} ${bounds}`.trim();
  return [`Over the whole time ${whole}, n ${formatCount(item.n)}.`, tellTrend(trend)]
    .filter((part) => part !== '')
    .join(' ');
}

function tellTrend(trend: SignalItem | null): string {
  if (trend === null) return 'The band is the interval of each step.';
  const { value, low, high } = trend;
  if (value === null) return `Trend not known: ${trend.reason ?? 'not measured'}`;
  const bounds = formatBounds(low, high, trend, value);
  const isSettled = low !== null && high !== null && (low > 0 || high < 0);
  const direction = !isSettled ? 'No trend is shown' : value > 0 ? 'It rises' : 'It falls';
  return `${direction}: ${formatSignal(value, trend)} a week ${bounds}.`;
}
