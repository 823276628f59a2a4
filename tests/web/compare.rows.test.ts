import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparisonItem } from '../../signals/compare.ts';
import { buildComparison } from '../../web/compare/build-comparison.ts';
import {
  missingSide,
  sampleComparison,
  sampleItem,
  sampleSide,
  similarItem,
  unknownItem,
} from './support/sample-comparison.ts';

const NOW = Date.UTC(2026, 10, 21, 4);
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const golden = {
  dataset: 'golden',
  name: 'exact match',
  items: 60,
  improved: 30,
  worsened: 1,
  unchanged: 29,
};

/** The one row of a comparison of one signal. */
function rowOf(item: ComparisonItem, paired: (typeof golden)[] = []) {
  const { rows } = buildComparison(sampleComparison([item], { paired }), NOW);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

const linesOf = (explanation: string): Map<string, string> =>
  new Map(
    plain(explanation)
      .split('\n')
      .map((line): [string, string] => {
        const [name = '', value = ''] = line.split('\t');
        return [name, value];
      }),
  );

describe('a signal that differs', () => {
  it('shows both sides, and its difference in points of percent with a sign and an interval', () => {
    const row = rowOf(sampleItem());
    expect(plain(row.before.value)).toBe('2.0 %');
    expect(row.before.bounds).toBe('[1.5–2.6]');
    expect(plain(row.after.value)).toBe('4.1 %');
    expect(plain(row.difference)).toBe('+2.1 pp');
    expect(row.bounds).toBe('[1.2 to 3.1]');
    expect(row.verdict).toBe('worse');
  });

  it('says on hover its unit, window, samples, method and which way is better', () => {
    const row = rowOf(sampleItem({ before: sampleSide({ n_effective: 3890.4 }) }));
    const lines = linesOf(row.explanation);
    expect(lines.get('After − before')).toBe('+2.1 pp');
    expect(lines.get('Interval')).toBe('[1.2 to 3.1]');
    expect(lines.get('Unit')).toBe('percentage points (pp)');
    expect(lines.get('Better')).toBe('lower');
    expect(lines.get('Window')).toMatch(/2026.* to .*2026/);
    expect(lines.get('Samples')).toBe('4,210, worth 3,890 before; 4,210 after');
    expect(lines.get('Method')).toBe('beta-binomial confidence sequences');
    const side = linesOf(row.before.explanation);
    expect(side.get('Value')).toBe('2.0 %');
    expect(side.get('Interval')).toBe('[1.5–2.6]');
    expect(side.get('Unit')).toBe('share of one, in %');
    expect(side.get('Samples')).toBe('4,210, worth 3,890');
    // What differs by less than one sample is not said twice.
    expect(linesOf(row.after.explanation).get('Samples')).toBe('4,210');
  });

  it('is written in the unit of its sides: money, time, multiples', () => {
    const cost = rowOf(
      sampleItem({
        signal: 'cost_per_run',
        unit: 'USD per run',
        before: sampleSide({ value: 0.0312, low: 0.03, high: 0.033 }),
        after: sampleSide({ value: 0.0271, low: 0.026, high: 0.028 }),
        difference: { value: -0.0041, low: -0.006, high: -0.0021 },
        verdict: 'better',
      }),
    );
    expect(cost.difference).toBe('−$0.0041');
    expect(cost.bounds).toBe('[−0.0060 to −0.0021]');
    const latency = rowOf(
      sampleItem({
        signal: 'latency_p95',
        unit: 'ms',
        before: sampleSide({ value: 4100, low: 3900, high: 4300 }),
        after: sampleSide({ value: 4600, low: 4400, high: 4800 }),
        difference: { value: 500, low: 140, high: 860 },
      }),
    );
    expect(plain(latency.difference)).toBe('+0.50 s');
    expect(latency.bounds).toBe('[0.14 to 0.86]');
    const roi = rowOf(
      sampleItem({
        signal: 'roi',
        better: 'higher',
        before: sampleSide({ value: 3.1, low: 2.9, high: 3.3 }),
        after: sampleSide({ value: 2.4, low: 2.2, high: 2.6 }),
        difference: { value: -0.7, low: -1.1, high: -0.3 },
      }),
    );
    expect(roi.difference).toBe('−0.70×');
    expect(linesOf(roi.explanation).get('Unit')).toBe('dollars of value per dollar of cost');
  });

  it('is never written as 0, however small it is', () => {
    const row = rowOf(
      sampleItem({
        before: sampleSide({ value: 0.5, low: 0.499, high: 0.501 }),
        after: sampleSide({ value: 0.5004, low: 0.4994, high: 0.5014 }),
        difference: { value: 0.0004, low: 0.00006, high: 0.0007 },
      }),
    );
    expect(plain(row.difference)).toBe('+0.04 pp');
    expect(row.bounds).toBe('[0.01 to 0.07]');
  });

  it('has an interval on its bar that lies on the side of 0 where the numbers lie', () => {
    const end = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(end, end, end, (a, b, c) => {
        const [low = 0, value = 0, high = 0] = [a, b, c].toSorted((x, y) => x - y);
        const { span } = rowOf(sampleItem({ unit: 'ms', difference: { value, low, high } }));
        expect(span).not.toBeNull();
        const { from, at, to } = span!;
        expect(Math.min(from, at, to)).toBeGreaterThanOrEqual(-1);
        expect(Math.max(from, at, to)).toBeLessThanOrEqual(1);
        expect(from).toBeLessThanOrEqual(at);
        expect(at).toBeLessThanOrEqual(to);
        for (const [drawn, number] of [
          [from, low],
          [at, value],
          [to, high],
        ] as const) {
          // So small a part of the whole that it underflows is drawn on 0.
          if (drawn !== 0) expect(Math.sign(drawn)).toBe(Math.sign(number));
        }
      }),
    );
  });
});

describe('a signal within noise', () => {
  it('has an interval over 0 and is not called better or worse', () => {
    const row = rowOf(similarItem({ difference: { value: -0.0012, low: -0.008, high: 0.005 } }));
    expect(row.verdict).toBe('no_clear_difference');
    expect(plain(row.difference)).toBe('−0.1 pp');
    expect(row.bounds).toBe('[−0.8 to 0.5]');
    expect(row.span!.from).toBeLessThan(0);
    expect(row.span!.to).toBeGreaterThan(0);
  });

  it('is drawn in the middle where both sides are exactly the same', () => {
    const row = rowOf(similarItem({ difference: { value: 0, low: 0, high: 0 } }));
    expect(row.span).toEqual({ from: 0, to: 0, at: 0 });
    expect(plain(row.difference)).toBe('0.0 pp');
  });
});

describe('a signal that is not known well enough', () => {
  it('says so in the place of the number and why on hover, and has no difference and no bar', () => {
    const row = rowOf(unknownItem());
    expect(plain(row.before.value)).toBe('2.0 %');
    expect(row.after).toMatchObject({ value: 'Too few', bounds: '', isKnown: false });
    expect(row.after.explanation).toContain('Too few samples');
    expect(linesOf(row.after.explanation).get('Samples')).toBe('12');
    expect([row.difference, row.bounds, row.span]).toEqual(['', '', null]);
    expect(row.explanation).toContain('After: 12 of at least 200 samples');
    expect(row.explanation).not.toContain('After − before');
  });

  it('is no 0 where one side has never measured it', () => {
    const row = rowOf(unknownItem({ before: missingSide('not_instrumented') }));
    expect(row.before.value).toBe('Not instrumented');
    expect(linesOf(row.before.explanation).has('Value')).toBe(false);
  });
});

describe('a signal compared item by item', () => {
  const item = sampleItem({
    signal: 'evaluation_pass_rate',
    title: 'Evaluation pass rate',
    better: 'higher',
    before: missingSide('too_few', 60),
    after: missingSide('too_few', 60),
    difference: { value: 0.4833, low: 0.21, high: 0.7 },
    verdict: 'better',
    paired: true,
  });

  it('has a difference even where neither side is known by itself', () => {
    const row = rowOf(item, [golden]);
    expect(plain(row.difference)).toBe('+48.3 pp');
    expect(row.before.value).toBe('Too few');
  });

  it('counts the items that both answered as its samples, over all sets', () => {
    const row = rowOf(item, [golden, { ...golden, dataset: 'hard', items: 1_200 }]);
    expect(linesOf(row.explanation).get('Samples')).toBe('1,260 items that both answered');
    expect(linesOf(rowOf({ ...item, paired: false }).explanation).get('Samples')).toBe(
      '60 before; 60 after',
    );
  });
});
