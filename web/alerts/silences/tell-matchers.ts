import type { Matcher } from '../../api/silence-queries.ts';

const SIGNS: Readonly<Record<Matcher['op'], string>> = {
  '=': 'is',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
};

/** How a label is compared, for a choice. */
export const OPERATORS = ['=', '!=', '=~', '!~'] as const satisfies readonly Matcher['op'][];

/** A comparison in words. */
export const operatorWord = (op: Matcher['op']): string => SIGNS[op];

/**
 * Matchers as a sentence's part.
 * @example tellMatchers([{ label: 'workload', op: '=', value: 'refunds' }]) // 'workload is refunds'
 * @example tellMatchers([{ label: 'team', op: '!=', value: '' }]) // 'team is not empty'
 */
export const tellMatchers = (matchers: readonly Matcher[]): string =>
  matchers
    .map(({ label, op, value }) => `${label} ${SIGNS[op]} ${value === '' ? 'empty' : value}`)
    .join(' and ');
