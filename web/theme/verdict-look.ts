import type { AxisState, Verdict } from '../../decisions/policy/policy.ts';
import type { Axis } from '../../signals/axis.ts';

export type VerdictShape = 'triangle' | 'circle' | 'diamond' | 'square';

/** A verdict's word and shape; its colour is the token of the same name. */
export const VERDICT_LOOK: Readonly<
  Record<Verdict, { word: string; shape: VerdictShape; order: number; meaning: string }>
> = {
  scale: {
    word: 'Scale',
    shape: 'triangle',
    order: 0,
    meaning: 'Value, operations and economics are all proven: take the next exposure step.',
  },
  hold: {
    word: 'Hold',
    shape: 'circle',
    order: 1,
    meaning: 'Promising or not proven yet: keep exposure where it is.',
  },
  redesign: {
    word: 'Redesign',
    shape: 'diamond',
    order: 2,
    meaning: 'It runs, but does not earn as built: change or narrow it.',
  },
  stop: {
    word: 'Stop',
    shape: 'square',
    order: 3,
    meaning: 'Neither its value nor its operations or economics hold up: wind it down.',
  },
};

export const VERDICT_ORDER: readonly Verdict[] = ['scale', 'hold', 'redesign', 'stop'];

export const AXIS_WORDS: Readonly<Record<Axis, string>> = {
  value: 'Value',
  operations: 'Operations',
  economics: 'Economics',
};

export const AXIS_STATE_WORDS: Readonly<Record<AxisState, string>> = {
  strong: 'Strong',
  weak: 'Weak',
  unproven: 'Unproven',
};
