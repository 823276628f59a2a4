import { describe, expect, test } from 'vitest';
import type { RuleDocument, RuleStats } from '../../web/api/rule-queries.ts';
import { formatSignal } from '../../web/format/unit.ts';
import { buildPreviewView } from '../../web/rules/build-preview-view.ts';
import { buildRuleList } from '../../web/rules/build-rule-list.ts';
import { tellSelect, tellWhen } from '../../web/rules/tell-rule.ts';
import { minutesAgo, NOW_MS, sampleAlert, sampleRule } from './support/sample-alerts.ts';

const plain = (text: string): string => text.replaceAll(/[\u202f\u00a0]/g, ' ');
const told = (when: RuleDocument['when'], change: Partial<RuleDocument> = {}) =>
  plain(tellWhen(sampleRule({ when, ...change })));

describe('when a rule fires, as a sentence', () => {
  test('of every kind of condition', () => {
    const errors = { signal: 'error_rate', op: '>', threshold: 0.05, window: '5m' } as const;
    expect(told(errors, { for: '10m' })) //
      .toBe('When error rate is > 5 % over 5 minutes, for 10 minutes.');
    expect(told({ ...errors, min_samples: 20 }, { by: ['release'] })) //
      .toBe('When error rate is > 5 % over 5 minutes with at least 20 samples, by release.');
    expect(told({ change: { ...errors, threshold: -0.2, op: '<', before: '7d' } })) //
      .toBe('When error rate over 5 minutes moves < −20 % against 7 days earlier.');
    expect(told({ burn: { signal: 'tool_call_success', objective: 0.999 } })).toBe(
      'When tool-call success burns the budget of an objective of 99.9 % too fast, by the usual windows.',
    );
    expect(told({ any: [errors, { absence: { for: '15m' } }] })).toBe(
      'When error rate is > 5 % over 5 minutes, or there is no telemetry for 15 minutes.',
    );
  });

  test('and which workloads it looks at', () => {
    expect(tellSelect({ workloads: ['*'] })).toBe('All workloads');
    const some = {
      workloads: ['a-*', 'b'],
      stage: ['production' as const],
      risk_class: ['regulated' as const],
    };
    expect(tellSelect(some)).toBe('a-*, b in production, regulated');
  });
});

const UNKNOWN = { open: null, stats: null };
const statsOf = (rule: string, change: Partial<RuleStats>): RuleStats => ({
  rule,
  episodes: 0,
  acknowledged: 0,
  last_fired_at: null,
  absent: [],
  learning_until: null,
  parts_not_watched: 0,
  ...change,
});

describe('the list', () => {
  const rules = [
    sampleRule({ id: 'off', title: 'A', enabled: false, severity: 'page' }),
    sampleRule({ id: 'warn', title: 'B' }),
    sampleRule({ id: 'page', title: 'C', severity: 'page' }),
  ];

  test('has those that are on first, the loudest of them first', () => {
    expect(buildRuleList(rules, UNKNOWN, '', NOW_MS).map(({ id }) => id)).toEqual([
      'page',
      'warn',
      'off',
    ]);
  });

  test('says how often each fired this week, and whether it fires now', () => {
    const stats = [
      statsOf('page', { episodes: 2, last_fired_at: minutesAgo(10) }),
      statsOf('warn', {}),
    ];
    const open = [sampleAlert({ rule: 'page' })];
    const [page, warn] = buildRuleList(rules, { open, stats }, '', NOW_MS);
    expect(page).toMatchObject({ firing: 1, thisWeek: '2', lastFired: '10 minutes ago' });
    expect(warn).toMatchObject({ firing: 0, thisWeek: '0', lastFired: 'never' });
  });

  test('says what a rule cannot tell yet', () => {
    const stats = [
      statsOf('page', { learning_until: minutesAgo(-10_000), parts_not_watched: 3 }),
      statsOf('warn', {}),
    ];
    const [page, warn] = buildRuleList(rules, { open: [], stats }, '', NOW_MS);
    expect(page?.notYet).toMatch(/^learning until \d+ \w+, 3 parts not watched$/);
    expect(warn?.notYet).toBe('');
  });

  test('makes no zero of what is not known yet', () => {
    const [page] = buildRuleList(rules, UNKNOWN, '', NOW_MS);
    expect(page).toMatchObject({ firing: null, thisWeek: null, lastFired: '' });
  });

  test('is searched by every word', () => {
    expect(buildRuleList(rules, UNKNOWN, 'error c', NOW_MS).map(({ id }) => id)).toEqual(['page']);
    expect(buildRuleList(rules, UNKNOWN, 'latency', NOW_MS)).toEqual([]);
  });
});

describe('the preview', () => {
  const DAY = 1440;
  const episode = (workload: string, from: number, to: number | null) => ({
    workload,
    by: null,
    active_since: minutesAgo(from),
    fired_at: minutesAgo(from),
    resolved_at: to === null ? null : minutesAgo(to),
    reason: to === null ? null : ('cleared' as const),
    value: 0.08,
    severity: 'warn' as const,
  });
  const countsOf = (episodes: ReturnType<typeof episode>[]) =>
    [...new Set(episodes.map(({ workload }) => workload))].map((workload) => ({
      workload,
      episodes: episodes.filter((one) => one.workload === workload).length,
    }));
  const view = (episodes: ReturnType<typeof episode>[], perWeek: number) =>
    buildPreviewView(
      {
        from: minutesAgo(30 * DAY),
        to: minutesAgo(0),
        episodes,
        per_week: perWeek,
        firing_seconds: 0,
        by_workload: countsOf(episodes),
        truncated: false,
        note: null,
        absent: [],
      },
      (value) => formatSignal(value, { signal: 'error_rate', unit: 'ratio' }),
      NOW_MS,
    );

  test('says how often, how much noise, and on what', () => {
    const seen = view(
      [episode('a', 15 * DAY, 14 * DAY), episode('a', 60, null), episode('b', 90, 60)],
      0.7,
    );
    expect(seen.headline).toBe('It would have fired 3 times in the last 30 days.');
    expect(seen.detail).toBe('About 0.7 a week, on 2 workloads.');
    expect(seen.lanes.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(seen.lanes[0]?.words).toBe('2 times, for 25 hours in all');
    expect(seen.lanes[0]?.bars[0]).toMatchObject({ left: 50 });
    expect(plain(seen.lanes[0]?.bars[1]?.explanation ?? '')).toMatch(/still firing, at 8\.0 %$/);
  });

  test('of what would never have fired is one sentence', () => {
    expect(view([], 0)).toMatchObject({
      headline: 'It would not have fired in the last 30 days.',
      detail: '',
      lanes: [],
    });
  });

  test('keeps bars on their lane and lanes countable', () => {
    const many = Array.from({ length: 20 }, (_, index) => episode(`w-${index}`, 5, 0));
    const seen = view(many, 5);
    expect(seen.lanes).toHaveLength(12);
    expect(seen.more).toBe(8);
    for (const { bars } of seen.lanes)
      for (const { left, width } of bars) expect(left + width).toBeLessThanOrEqual(100.5);
  });
});
