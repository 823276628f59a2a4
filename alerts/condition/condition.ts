/** What one look at a rule's condition found, before it is known what that means for the alert. */
export const CONDITION_INPUTS = ['breach', 'hold', 'clear', 'absent'] as const;
/** `hold`: between the recovery threshold and the threshold; `absent`: no number, or too few samples. */
export type ConditionInput = (typeof CONDITION_INPUTS)[number];

/** How a number is compared with a threshold. */
export const COMPARISONS = ['>', '>=', '<', '<=', '==', '!='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What becomes of an alert without data: taken as clear, kept for a while, or read as the number 0. */
export const ABSENT_POLICIES = ['clear', 'keep', 'zero'] as const;
export type AbsentPolicy = (typeof ABSENT_POLICIES)[number];

/**
 * Whether a number stands in a relation to another, as IEEE 754 has it: nothing but `!=` holds for NaN.
 * @example compares(0.05, '>=', 0.05) // true
 */
export function compares(value: number, op: Comparison, threshold: number): boolean {
  switch (op) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    case '==':
      return value === threshold;
    case '!=':
      return value !== threshold;
  }
}

/** A threshold, and how far a number has to come back before the alert may end. */
export interface Threshold {
  readonly op: Comparison;
  readonly threshold: number;
  /** On the clear side of the threshold; null: the threshold itself. */
  readonly recoveryThreshold: number | null;
}

/**
 * Whether a recovery threshold lies on the clear side of its threshold, or on it. `==` and `!=` have no
 * sides, so nothing lies there.
 * @example isOnClearSide(0.03, { op: '>', threshold: 0.05 }) // true
 * @example isOnClearSide(0.07, { op: '>', threshold: 0.05 }) // false
 */
export function isOnClearSide(
  recoveryThreshold: number,
  { op, threshold }: Pick<Threshold, 'op' | 'threshold'>,
): boolean {
  switch (op) {
    case '>':
    case '>=':
      return recoveryThreshold <= threshold;
    case '<':
    case '<=':
      return recoveryThreshold >= threshold;
    case '==':
    case '!=':
      return false;
  }
}

/**
 * A number against a threshold.
 * @param value null: absent
 * @example compareValue(0.92, { op: '<', threshold: 0.9, recoveryThreshold: 0.95 }) // 'hold'
 */
export function compareValue(
  value: number | null,
  { op, threshold, recoveryThreshold }: Threshold,
): ConditionInput {
  if (value === null) return 'absent';
  if (compares(value, op, threshold)) return 'breach';
  if (recoveryThreshold !== null && compares(value, op, recoveryThreshold)) return 'hold';
  return 'clear';
}

/** How conditions of one rule are put together. */
export type Combination = 'all' | 'any';

/** From what decides on its own to what decides last, by combination. */
const ORDER: Readonly<Record<Combination, readonly ConditionInput[]>> = {
  all: ['clear', 'absent', 'hold', 'breach'],
  any: ['breach', 'hold', 'absent', 'clear'],
};

/**
 * Several conditions as one. One that is clear ends `all` whatever the others are, as one that breaches
 * makes `any` breach; where nothing decides, absent data leaves it open.
 * @param inputs at least one; throws a RangeError on none
 * @example combineInputs('all', ['breach', 'absent']) // 'absent'
 * @example combineInputs('any', ['clear', 'hold']) // 'hold'
 */
export function combineInputs(
  combination: Combination,
  inputs: readonly ConditionInput[],
): ConditionInput {
  const found = ORDER[combination].find((input) => inputs.includes(input));
  if (found === undefined) throw new RangeError('a rule has at least one condition');
  return found;
}
