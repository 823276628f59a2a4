import { isoTime } from '../../core/time.ts';
import { instantMs } from '../format/time.ts';

/** A step of time whose raw runs are listed, RFC 3339. */
export interface RunsStep {
  readonly from: string;
  readonly to: string;
}

/**
 * The step that an address names.
 * @param until its end; undefined: as long as the chart's steps are
 * @example stepOf('2026-11-03T00:00:00Z', undefined, 3_600_000).to // '2026-11-03T01:00:00.000Z'
 */
export function stepOf(point: string, until: string | undefined, stepMs: number): RunsStep {
  const fromMs = instantMs(point);
  const toMs = until === undefined ? fromMs + stepMs : instantMs(until);
  return { from: isoTime(fromMs), to: isoTime(Math.max(toMs, fromMs + 1)) };
}
