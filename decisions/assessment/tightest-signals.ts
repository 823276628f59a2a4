import type { AssessedSignal } from './assessment.ts';

/**
 * The signals with the least room between their number and their limit, relative to the limit (for
 * limits on both sides of 0, to its size), the tightest first. Signals without number or limit are left out.
 * @param most how many
 */
export function tightestSignals(
  signals: readonly AssessedSignal[],
  most: number,
): readonly AssessedSignal[] {
  return signals
    .flatMap((signal) => {
      const room = relativeRoom(signal);
      return room === null ? [] : [{ signal, room }];
    })
    .sort((a, b) => a.room - b.room)
    .slice(0, most)
    .map(({ signal }) => signal);
}

function relativeRoom({ value, limit, better, unit }: AssessedSignal): number | null {
  if (value === null || limit === null) return null;
  const room = better === 'lower' ? limit - value : value - limit;
  // A share that should be high is measured against the failures it may have: 99.9 % of 99.5 % is ample.
  const share = unit === 'ratio' && better === 'higher' && limit < 1 && value <= 1;
  const size = share ? 1 - limit : Math.abs(limit);
  return size > 0 ? room / size : room;
}
