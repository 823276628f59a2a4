import type { OTHER_VALUE } from '../../signals/cut.ts';
import type { SignalItem } from '../../signals/series.ts';
import { formatPlural } from '../format/number.ts';

/** A value of a dimension that two of can be chosen from. */
export interface PartChoice {
  readonly value: string;
  /** With how many runs it had in the window. */
  readonly label: string;
}

/** What rare values come to together; only its type is taken along, as its module brings schemas. */
const REST: typeof OTHER_VALUE = 'other';

/**
 * The parts that can be compared, those with the most runs first; what rare values come to together is none.
 * @param items signals by part
 */
export function buildPartChoices(items: readonly SignalItem[]): readonly PartChoice[] {
  return items
    .filter(({ signal, by }) => signal === 'runs' && by !== null && by.value !== REST)
    .toSorted((a, b) => b.n - a.n)
    .flatMap(({ by, n }) =>
      by ? [{ value: by.value, label: `${by.value} (${formatPlural(n, 'run')})` }] : [],
    );
}
