import type { GateState, ScaleBlocks } from '../../../decisions/engine/caps.ts';
import type { LimitChanges } from '../../../decisions/policy/limit-changes.ts';
import type { PolicyDocument, Verdict } from '../../../decisions/policy/policy.ts';
import type { BusinessCase } from '../../../core/workload.ts';
import type { HistoryRows } from '../../../signals/history-rows.ts';
import type { Truth } from './truth.ts';

/** Length of a simulated history: a quarter. */
export const QUARTER_DAYS = 90;

/** From a day on one verdict is right; it must be published by another day at the latest. */
export interface RightVerdict {
  readonly verdict: Verdict;
  readonly fromDay: number;
  readonly byDay: number;
  /** Verdicts that are not wrong either, besides hold, which is what is published while nothing is shown. */
  readonly orElse?: readonly Verdict[];
}

/** A simulated workload whose right verdict is known at every time. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Ascending, the first from day 0; each holds until the next. */
  readonly right: readonly RightVerdict[];
  /** @param day since the start of the history, with its fraction */
  truthAt(day: number): Truth;
  /** What else telemetry tells, or what is missing of it. */
  alter?(rows: HistoryRows): HistoryRows;
  /** Parts of the built-in policy to replace; without it only its required signals count. */
  readonly policy?: Partial<PolicyDocument>;
  readonly businessCase?: BusinessCase;
  readonly limitChangesMs?: LimitChanges;
  gatesAt?(day: number): readonly GateState[];
  blocksAt?(day: number): ScaleBlocks;
}

/** A workload that never changes, and what is right for it all the time. */
export function steady(
  id: string,
  title: string,
  truth: Truth,
  right: Omit<RightVerdict, 'fromDay'>,
  rest: Partial<Scenario> = {},
): Scenario {
  return { id, title, right: [{ ...right, fromDay: 0 }], truthAt: () => truth, ...rest };
}
