import { z } from 'zod';
import { compileMatchers, labelName, matcherDocument, type LabelTest } from '../labels/matcher.ts';
import type { AlertLabels } from '../labels/alert-labels.ts';

const matchers = z.array(matcherDocument).min(1).max(20);

/** While a source fires, its targets with equal labels are not told. */
export const inhibitionDocument = z.strictObject({
  source: matchers,
  target: matchers,
  /** Labels that have to be the same on both; one that neither has is the same. */
  equal: z.array(labelName).max(10).default([]),
});
export type InhibitionDocument = z.output<typeof inhibitionDocument>;

/** An inhibition ready to be asked. */
export interface Inhibition {
  readonly isSource: LabelTest;
  readonly isTarget: LabelTest;
  /** Text of the labels that have to be equal. */
  readonly keyOf: (labels: AlertLabels) => string;
}

/** An inhibition ready to be asked. */
export function compileInhibition({ source, target, equal }: InhibitionDocument): Inhibition {
  return {
    isSource: compileMatchers(source),
    isTarget: compileMatchers(target),
    keyOf: (labels) => JSON.stringify(equal.map((name) => labels[name] ?? '')),
  };
}

/**
 * Which alerts are inhibited. What is both source and target of one inhibition is not held back by it:
 * two such alerts would else hold back each other, and nobody would be told of either.
 * @param firing labels of every alert that fires now
 */
export function compileInhibited(
  inhibitions: readonly Inhibition[],
  firing: readonly AlertLabels[],
): LabelTest {
  const tests = inhibitions.map(({ isSource, isTarget, keyOf }): LabelTest => {
    const sources = new Set(firing.filter((labels) => isSource(labels)).map(keyOf));
    return (labels) =>
      sources.size > 0 && isTarget(labels) && !isSource(labels) && sources.has(keyOf(labels));
  });
  return (labels) => tests.some((test) => test(labels));
}
