import { isoTime } from '../../core/time.ts';
import type { ReplayedChange } from '../engine/replay.ts';
import type { VerdictChange } from './assessment.ts';

/**
 * A change of a replay as it is answered.
 * @example tellChange({ atMs: 0, verdict: 'hold', proposed: 'hold', previous: null, because: 'First.' }).at // '1970-01-01T00:00:00.000Z'
 */
export function tellChange({
  atMs,
  verdict,
  proposed,
  previous,
  because,
}: ReplayedChange): VerdictChange {
  return { at: isoTime(atMs), verdict, proposed, previous, because };
}
