import { describe, expect, it } from 'vitest';
import { buildComparison } from '../../web/compare/build-comparison.ts';
import { buildPartChoices } from '../../web/compare/build-part-choices.ts';
import type { SignalItem } from '../../signals/series.ts';
import {
  missingSide,
  sampleComparison,
  sampleItem,
  similarItem,
  unknownItem,
} from './support/sample-comparison.ts';
import { sampleItem as sampleSignal } from './support/sample-return.ts';

const NOW = Date.UTC(2026, 10, 21, 4);
const view = (...parameters: Parameters<typeof sampleComparison>) =>
  buildComparison(sampleComparison(...parameters), NOW);

describe('the headline', () => {
  it('counts what is worse before what is better, and says what of it decides', () => {
    const better = sampleItem({ verdict: 'better', role: 'advisory' });
    expect(view([better, sampleItem(), sampleItem(), similarItem()]).headline).toBe(
      '2.4.0 against 2.3.1: 2 signals worse (required), 1 signal better.',
    );
    expect(view([sampleItem({ role: 'advisory' }), sampleItem()]).headline).toBe(
      '2.4.0 against 2.3.1: 2 signals worse (1 required).',
    );
  });

  it('calls noise no difference, and too few samples neither a difference nor the lack of one', () => {
    expect(view([similarItem(), unknownItem()]).headline).toBe(
      '2.4.0 against 2.3.1: no difference is shown.',
    );
    expect(view([unknownItem()]).headline).toBe(
      '2.4.0 against 2.3.1: too little is known to tell them apart.',
    );
    expect(view([]).headline).toContain('too little is known');
  });

  it('names the days that are compared', () => {
    expect(view([]).span).toBe('24 Oct to 21 Nov');
  });
});

describe('the order', () => {
  it('is worse, better, within noise, too few; and in each what the policy requires first', () => {
    const named = (signal: string, item: ReturnType<typeof sampleItem>) => ({ ...item, signal });
    const { rows } = view([
      named('few', unknownItem()),
      named('same', similarItem()),
      named('better-advisory', sampleItem({ verdict: 'better', role: 'advisory' })),
      named('better', sampleItem({ verdict: 'better' })),
      named('worse', sampleItem()),
    ]);
    expect(rows.map(({ signal }) => signal)).toEqual([
      'worse',
      'better',
      'better-advisory',
      'same',
      'few',
    ]);
  });
});

describe('what cannot be compared', () => {
  it('is left out of the table and told with its reason', () => {
    const reason = 'Before: no event has ever carried it';
    const onOneSide = sampleItem({
      title: 'Unit cost',
      before: missingSide('not_instrumented'),
      difference: null,
      verdict: 'not_applicable',
      reason,
    });
    const { rows, left } = view([onOneSide, similarItem()]);
    expect(rows.map(({ title }) => title)).toEqual(['Error rate']);
    expect(left).toEqual([{ title: 'Unit cost', reason }]);
  });

  it('is also what neither side has a sample of', () => {
    const none = unknownItem({ before: missingSide('too_few'), after: missingSide('too_few') });
    const { rows, left } = view([none]);
    expect(rows).toEqual([]);
    expect(left).toHaveLength(1);
  });
});

describe('sets that both answered', () => {
  it('say how many items improved and got worse', () => {
    const set = { dataset: 'golden', name: 'exact match', improved: 30, worsened: 1, unchanged: 0 };
    const { paired } = view([], {
      paired: [
        { ...set, items: 60 },
        { ...set, dataset: 'one', items: 1, improved: 0 },
      ],
    });
    expect(paired).toEqual([
      'exact match on golden: of 60 items that both answered, 30 improved and 1 got worse.',
      'exact match on one: of 1 item that both answered, 0 improved and 1 got worse.',
    ]);
  });
});

describe('the parts to choose from', () => {
  const runs = (value: string | null, n: number): SignalItem => ({
    ...sampleSignal({ signal: 'runs', n }),
    by: value === null ? null : { dimension: 'release', value },
  });

  it('come with their runs, the most first, without the rest and without other signals', () => {
    const roi = { ...runs('2.0', 10), signal: 'roi' };
    expect(
      buildPartChoices([runs('1.0', 1), runs(null, 90), roi, runs('2.0', 1200), runs('other', 7)]),
    ).toEqual([
      { value: '2.0', label: '2.0 (1,200 runs)' },
      { value: '1.0', label: '1.0 (1 run)' },
    ]);
  });
});
