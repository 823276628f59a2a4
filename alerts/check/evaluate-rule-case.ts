import { compareBurn } from '../condition/burn-rate.ts';
import { compareValue, type ConditionInput } from '../condition/condition.ts';
import { NORMAL, stepCondition, type ConditionTrack } from '../condition/condition-track.ts';
import { createBucketWindow } from './bucket-window.ts';
import {
  evaluationGrid,
  isBurnCase,
  type BurnCase,
  type RuleCase,
  type ShownState,
  type StateAt,
  type ValueCase,
} from './rule-case.ts';

/**
 * The state at every evaluation of a case, by the same steps that live rules take.
 * @param one as `ruleCase` reads it
 * @returns by rising t, in seconds
 */
export function evaluateRuleCase(one: RuleCase): readonly StateAt[] {
  const { forSeconds, keepFiringForSeconds, absent } = one.rule;
  const times = { forMs: forSeconds * 1000, keepFiringForMs: keepFiringForSeconds * 1000, absent };
  const inputAt = isBurnCase(one) ? burnInputs(one) : valueInputs(one);
  const { first, last, step } = evaluationGrid(one);
  const states: StateAt[] = [];
  let track = NORMAL;
  for (let t = first; t <= last; t += step) {
    track = stepCondition(track, inputAt(t), times, t * 1000).track;
    states.push({ t, state: shownState(track) });
  }
  return states;
}

type InputAt = (t: number) => ConditionInput;

/** Where there is no number at exactly that instant, there is none: an older one would hide a gap. */
function valueInputs({ rule, series }: ValueCase): InputAt {
  const values = new Map(series.map(({ t, value }) => [t, value]));
  const otherwise = rule.absent === 'zero' ? 0 : null;
  return (t) => compareValue(values.get(t) ?? otherwise, rule);
}

const NOTHING = { bad: 0, total: 0 };

function burnInputs({ rule, series }: BurnCase): InputAt {
  const long = createBucketWindow(series, rule.burn.longMinutes * 60);
  const short = createBucketWindow(series, rule.burn.shortMinutes * 60);
  const otherwise = rule.absent === 'zero' ? NOTHING : null;
  return (t) => compareBurn(long(t) ?? otherwise, short(t) ?? otherwise, rule.burn);
}

function shownState({ state }: ConditionTrack): ShownState {
  switch (state) {
    case 'normal':
      return 'inactive';
    case 'pending':
      return 'pending';
    case 'firing':
    case 'recovering':
      return 'firing';
  }
}
