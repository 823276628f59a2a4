import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Backtest } from '../../decisions/backtest/backtest.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { inheritSignals } from '../../decisions/policy/inherit-signals.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { buildBacktestView } from '../../web/policies/build-backtest-view.ts';
import { buildPolicyList } from '../../web/policies/build-policy-list.ts';
import { buildRuleRows, readLimit, writeLimit } from '../../web/policies/build-rule-rows.ts';
import {
  applyRuleEdits,
  changeRule,
  readRuleEdits,
  writeRuleEdits,
} from '../../web/policies/rule-edits.ts';
import { tellDuration } from '../../web/policies/tell-duration.ts';

const own: PolicyDocument = {
  id: 'own',
  extends: 'default',
  signals: { roi: { role: 'required', limit: 1.5, min_sample: 100 } },
};
const named = inheritSignals(own, () => undefined);
const rowsOf = (set: string) =>
  buildRuleRows([own, DEFAULT_POLICY], named, readRuleEdits(set)).flatMap(({ rows }) => rows);

describe('changes that are not saved', () => {
  test('are written to the address and read back the same', () => {
    const edit = fc.record(
      {
        limit: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
        min_sample: fc.integer({ min: 1, max: 1e9 }),
        role: fc.constantFrom('required' as const, 'advisory' as const),
      },
      { requiredKeys: ['role'] },
    );
    const edits = fc.dictionary(fc.constantFrom('roi', 'error_rate', 'uptime'), edit);
    fc.assert(
      fc.property(edits, (some) => {
        // What would be written as −0 is read as 0: they are the same limit.
        const text = writeRuleEdits(some);
        expect(writeRuleEdits(readRuleEdits(text))).toBe(text);
      }),
    );
    expect(readRuleEdits('roi.limit:much,roi.role:boss,__proto__.limit:1,x')).toEqual({
      ['__proto__']: { limit: 1 },
    });
  });

  test('make a rule that is inherited one of the policy’s own, whole', () => {
    const draft = applyRuleEdits(own, named, readRuleEdits('hallucination_rate.limit:0.02'));
    expect(draft.signals?.['hallucination_rate']).toEqual({
      role: 'required',
      limit: 0.02,
      min_sample: 100,
    });
    expect(draft.signals?.['roi']).toEqual(own.signals?.['roi']);
  });

  test('are none once a number is what it was', () => {
    const rule = named.get('roi');
    const changed = changeRule({}, 'roi', rule, { limit: 2 });
    expect(changed).toEqual({ roi: { limit: 2 } });
    expect(changeRule(changed, 'roi', rule, { limit: 1.5 })).toEqual({});
  });

  test('show beside where a rule comes from', () => {
    const rows = rowsOf('hallucination_rate.limit:0.02');
    const changed = rows.find(({ signal }) => signal === 'hallucination_rate');
    expect(changed).toMatchObject({ limit: 0.02, isEdited: true, from: 'default', suffix: '%' });
    expect(rows.find(({ signal }) => signal === 'roi')).toMatchObject({
      isEdited: false,
      from: null,
    });
  });
});

test('a limit is typed in the unit it is read in, to the last digit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
      const share = thousandths / 100_000;
      expect(readLimit(writeLimit(share, 100), 100)).toBeCloseTo(share, 12);
    }),
  );
  expect(writeLimit(0.07, 100)).toBe('7');
  expect(readLimit('2,5', 100)).toBe(0.025);
  expect(readLimit('', 100)).toBeNull();
  expect(readLimit('lots', 1)).toBeNull();
});

test('the list says how many workloads follow each policy and how many policies build on it, and nothing while it is not known', () => {
  const documents = [own, DEFAULT_POLICY];
  const use = [{ policy: 'own' }, { policy: 'own' }];
  expect(buildPolicyList(documents, use)).toEqual([
    { id: 'default', title: 'Default', followers: 'no workload, 1 policy builds on it' },
    { id: 'own', title: 'own', followers: '2 workloads' },
  ]);
  expect(buildPolicyList(documents, null).map(({ followers }) => followers)).toEqual(['', '']);
});

test('durations are told in words, and none as at once', () => {
  expect(['7d', '1d', '48h', '15m', '0d'].map(tellDuration)).toEqual([
    '7 days',
    '1 day',
    '48 hours',
    '15 minutes',
    'at once',
  ]);
});

describe('a trial in words', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 5, day)).toISOString();
  const same = { before: 'hold', after: 'hold' } as const;
  const quiet = {
    verdict: same,
    differences: [],
    changes: { before: [], after: [] },
    flips_per_quarter: { before: 0, after: 0 },
    lead_days: null,
  };
  const answer = (items: Backtest['items']): Backtest => ({
    policy: { id: 'own', version: null, hash: 'h' },
    against: { id: 'own', version: 1, hash: 'g' },
    from: at(1),
    to: at(29),
    summary: {
      workloads: items.length,
      affected: items.filter(({ differences }) => differences.length > 0).length,
      changes: { before: 0, after: 1 },
      flips_per_quarter: { before: 0, after: 0.5 },
      lead_days: 2.04,
    },
    items,
    policy_differences: [],
    warnings: [],
  });

  test('says which workloads would stand elsewhere today, and since when', () => {
    const moved = {
      ...quiet,
      workload: 'a',
      title: 'A',
      verdict: { before: 'hold', after: 'scale' } as const,
      differences: [{ from: at(20), to: at(29), before: 'hold', after: 'scale' } as const],
    };
    const view = buildBacktestView(answer([moved, { ...quiet, workload: 'b', title: 'B' }]));
    expect(view.headline).toBe('Another verdict for 1 of 2 workloads over the last 28 days.');
    expect(view.rows.map(({ title, words }) => `${title}: ${words}`)).toEqual([
      'A: Scale instead of Hold since 20 Jun',
    ]);
    expect(view.same).toEqual(['B']);
    expect(view.details[0]).toBe('Where both end the same, it gets there 2 days earlier.');
  });

  test('says for how long it would have been another one, where today is the same', () => {
    const spell = (from: number, to: number) =>
      ({ from: at(from), to: at(to), before: 'hold', after: 'scale' }) as const;
    const a = { ...quiet, workload: 'a', title: 'A', differences: [spell(2, 9)] };
    const b = { ...quiet, workload: 'b', title: 'B', differences: [spell(2, 9), spell(12, 13)] };
    const view = buildBacktestView(answer([a, b]));
    expect(view.rows.map(({ words }) => words)).toEqual([
      'Different for 7 days; the same today',
      'Different 2 times, for 8 days in all; the same today',
    ]);
  });

  test('says so where nothing would have been otherwise, and where nobody follows', () => {
    const view = buildBacktestView(answer([{ ...quiet, workload: 'b', title: 'B' }]));
    expect(view.headline).toBe('The same verdicts for all of 1 workload over the last 28 days.');
    expect(view.details).toEqual([]);
    expect(buildBacktestView(answer([])).headline).toContain('No workload follows this policy');
  });
});
