import { DAY_MS, ceilTo, floorTo, isoTime } from '../../core/time.ts';
import type { Span } from '../api/queries.ts';
import type { ReturnLength } from '../workload/workload-search.ts';

/** How long a return is told over, and the step in which its signals are drawn. */
export interface ReturnRange {
  readonly id: ReturnLength;
  readonly name: string;
  readonly words: string;
  readonly days: number;
  readonly step: string;
  readonly stepMs: number;
}

export const RETURN_RANGES: readonly [ReturnRange, ...ReturnRange[]] = [
  { id: '90d', name: '90 d', words: '90 days', days: 90, step: '1d', stepMs: DAY_MS },
  { id: '28d', name: '28 d', words: '28 days', days: 28, step: '1d', stepMs: DAY_MS },
  { id: '364d', name: '1 y', words: '52 weeks', days: 364, step: '7d', stepMs: 7 * DAY_MS },
];

/**
 * The range of an address, which the overview shares; the first where it names none. A day or a week is
 * too short for a return: its shortest range holds both.
 */
export function findReturnRange(id: string | undefined): ReturnRange {
  const [usual] = RETURN_RANGES;
  if (id === undefined) return usual;
  const shortest = RETURN_RANGES.toSorted((a, b) => a.days - b.days)[0] ?? usual;
  return RETURN_RANGES.find((range) => range.id === id) ?? shortest;
}

/** Both ends of a range that ends with today, on whole days, so that a question stays the same for one. */
export function returnSpan({ days }: ReturnRange, nowMs: number): Span {
  const toMs = ceilTo(nowMs, DAY_MS);
  return { from: isoTime(toMs - days * DAY_MS), to: isoTime(toMs) };
}

/** The whole steps of a range that have passed: half a day says little of a day. */
export function passedSpan({ days, stepMs }: ReturnRange, nowMs: number): Span {
  const toMs = floorTo(nowMs, stepMs);
  return { from: isoTime(toMs - days * DAY_MS), to: isoTime(toMs) };
}
