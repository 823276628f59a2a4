import { z } from 'zod';
import { compilePattern, findPatternFault } from './match-pattern.ts';
import type { AlertLabels } from './alert-labels.ts';

/** A slug: the id of a receiver or a silence. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a slug');

/** Name of a label. */
export const labelName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,63}$/, 'expected lower case, digits and _');

/** How a label is compared; the two with ~ take a pattern that matches the whole value. */
export const MATCH_OPERATORS = ['=', '!=', '=~', '!~'] as const;

/** One test of one label. A label that an alert does not have is empty. */
export const matcherDocument = z
  .strictObject({
    label: labelName,
    op: z.enum(MATCH_OPERATORS).default('='),
    value: z.string().max(500),
  })
  .superRefine((matcher, context) => {
    const fault = matcher.op.endsWith('~') ? findPatternFault(matcher.value) : null;
    if (fault !== null) context.addIssue({ code: 'custom', path: ['value'], message: fault });
  });
export type MatcherDocument = z.output<typeof matcherDocument>;

/** Tells whether an alert's labels are meant. */
export type LabelTest = (labels: AlertLabels) => boolean;

function compileMatcher({ label, op, value }: MatcherDocument): LabelTest {
  const valueOf = (labels: AlertLabels) =>
    (Object.hasOwn(labels, label) ? labels[label] : '') ?? '';
  if (op === '=') return (labels) => valueOf(labels) === value;
  if (op === '!=') return (labels) => valueOf(labels) !== value;
  const isMatch = compilePattern(value);
  return (labels) => isMatch(valueOf(labels)) === (op === '=~');
}

/**
 * A test that all matchers agree to; without matchers every alert is meant.
 * @example compileMatchers([{ label: 'severity', op: '=', value: 'page' }])({ severity: 'page' }) // true
 */
export function compileMatchers(matchers: readonly MatcherDocument[]): LabelTest {
  const tests = matchers.map(compileMatcher);
  return (labels) => tests.every((test) => test(labels));
}

/** Matchers of a plain record: each label equal to its value. */
export function equalMatchers(match: Readonly<Record<string, string>>): MatcherDocument[] {
  return Object.entries(match).map(([label, value]) => ({ label, op: '=', value }));
}
