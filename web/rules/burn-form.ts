import { DEFAULT_BURN_WINDOWS } from '../../alerts/condition/burn-rate.ts';
import type { RuleCondition, RuleDocument } from '../api/rule-queries.ts';
import { readLimit, writeLimit } from '../policies/build-rule-rows.ts';

type Severity = RuleDocument['severity'];
type BurnWindows = NonNullable<Extract<RuleCondition, { burn: unknown }>['burn']['windows']>;

/** One pair of windows as it stands in its fields. */
export interface BurnWindowForm {
  readonly long: string;
  readonly short: string;
  readonly factor: string;
  /** Empty: the rule's. */
  readonly severity: Severity | '';
}

/** As many pairs as a condition may have. */
export const MOST_WINDOWS = 8;

/** Pairs of windows as they stand in their fields. */
export const writeBurnWindows = (windows: Readonly<BurnWindows>): readonly BurnWindowForm[] =>
  windows.map(({ long, short, factor, severity }) => ({
    long,
    short,
    factor: writeLimit(factor, 1),
    severity: severity ?? '',
  }));

/** What windows of one's own start from. */
export const USUAL_WINDOWS: readonly BurnWindowForm[] = writeBurnWindows([...DEFAULT_BURN_WINDOWS]);

/**
 * The pairs that fields stand for.
 * @param path of them in the document
 */
export function readBurnWindows(windows: readonly BurnWindowForm[], path: string) {
  const faults: Record<string, string> = {};
  const read = windows.map(({ long, short, factor: text, severity }, index) => {
    const factor = readLimit(text, 1);
    if (factor === null) faults[`${path}.${index}.factor`] = 'Expected a number';
    return {
      long: long.trim(),
      short: short.trim(),
      factor,
      ...(severity === '' ? {} : { severity }),
    };
  });
  return { windows: read, faults };
}
