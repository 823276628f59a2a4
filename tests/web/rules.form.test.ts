import { describe, expect, test } from 'vitest';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { RISK_CLASSES, STAGES } from '../../core/workload.ts';
import { ABSENT_POLICIES, COMPARISONS } from '../../alerts/condition/condition.ts';
import { RULE_CUTS, SEVERITIES } from '../../alerts/rule/rule.ts';
import { SEVERITIES as SHOWN_SEVERITIES } from '../../web/alerts/severities.ts';
import { ApiError } from '../../web/api/api-error.ts';
import { USUAL_WINDOWS } from '../../web/rules/burn-form.ts';
import {
  fieldUnit,
  readCondition,
  signalChoices,
  writeCondition,
} from '../../web/rules/condition-form.ts';
import {
  ABSENT_CHOICES,
  COMPARISON_CHOICES,
  CUT_CHOICES,
  faultAt,
  faultsElsewhere,
  NEW_RULE,
  readRuleForm,
  RISK_CHOICES,
  STAGE_CHOICES,
  writeRuleForm,
  type RuleForm,
} from '../../web/rules/rule-form.ts';
import { readRulesSearch } from '../../web/rules/rules-search.ts';
import { tellRuleRefusal } from '../../web/rules/tell-rule-refusal.ts';
import type { RuleDocument } from '../../web/api/rule-queries.ts';
import { sampleRule } from './support/sample-alerts.ts';

const documentOf = (form: RuleForm, base: RuleDocument | null = null): object => {
  const read = readRuleForm(form, base);
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults));
  return read.document;
};
const CONDITIONS: readonly RuleDocument['when'][] = [
  {
    signal: 'error_rate',
    op: '>',
    threshold: 0.035,
    recovery_threshold: 0.02,
    window: '5m',
    min_samples: 30,
  },
  { burn: { signal: 'tool_call_success', objective: 0.999 } },
  {
    burn: {
      signal: 'tool_call_success',
      objective: 0.99,
      windows: [{ long: '2h', short: '10m', factor: 9, severity: 'page' }],
    },
  },
  { change: { signal: 'latency_p95', op: '>', threshold: 0.5, window: '1h', before: '7d' } },
  { absence: { for: '20m' } },
  // As somebody may write them: what has a default may be left out.
  ...([
    {
      anomaly: {
        signal: 'latency_p95',
        window: '1h',
        sensitivity: 3.5,
        direction: 'above',
        season: 'week',
        min_samples: 50,
      },
    },
    { anomaly: { signal: 'error_rate', window: '30m' } },
    { drift: { feature: 'language', threshold: 0.25, window: '1d' } },
    { drift: { threshold: 0.1, window: '6h' } },
    {
      change: { signal: 'error_rate', op: '>', threshold: 0.5, window: '6h', against: 'release' },
    },
  ] as unknown as RuleDocument['when'][]),
  {
    any: [
      { signal: 'latency_p95', op: '>=', threshold: 4000, window: '15m' },
      { absence: { for: '5m' } },
    ],
  },
];

describe('a rule in its fields', () => {
  test.each(CONDITIONS)('is the same rule again: %j', (when) => {
    const rule = sampleRule({
      when,
      interval: '5m',
      no_data_for: '30m',
      action: { pause: true },
      absent: 'keep',
      select: {
        workloads: ['support-*', 'refunds'],
        stage: ['production'],
        risk_class: ['regulated'],
      },
      by: ['release'],
      labels: { team: 'ops', tier: 'one: two' },
      runbook_url: 'https://wiki.example/a',
      owner: 'ada',
    });
    expect(documentOf(writeRuleForm(rule), rule)).toEqual(rule);
  });

  test.each([
    null,
    { pause: true },
    { pause: true, back: 'by_person' },
    { mode: 'off' },
    { mode: 'draft-only', back: 'on_resolve' },
    { mode: 'review' },
    { mode: 'limited', percent: 12.5, back: 'by_person' },
  ] as unknown as RuleDocument['action'][])('does the same to its workload again: %j', (action) => {
    const rule = sampleRule({ action });
    expect(documentOf(writeRuleForm(rule), rule)).toEqual(rule);
  });

  test('keeps what has no field, of whatever later version', () => {
    const rule = { ...sampleRule(), quiet_hours: { from: '22:00' } };
    expect(documentOf(writeRuleForm(rule), rule)).toEqual(rule);
  });

  test('that limits a workload needs the share', () => {
    const action = { ...NEW_RULE.action, mode: 'limited' as const, percent: 'half' };
    const read = readRuleForm({ ...NEW_RULE, id: 'a', title: 'A', action }, null);
    expect(read).toMatchObject({
      faults: { 'action.percent': expect.stringContaining('0 to 100') },
    });
  });

  test('names no more than it has: own windows are told apart from the usual ones', () => {
    const burn = { kind: 'burn', windows: null } as const;
    const [condition = NEW_RULE.conditions[0]!] = NEW_RULE.conditions;
    const usual = readCondition({ ...condition, ...burn }, 'when');
    expect(usual.condition).not.toHaveProperty('burn.windows');
    const windows = [{ ...USUAL_WINDOWS[0]!, factor: 'fast' }];
    const own = readCondition({ ...condition, ...burn, windows }, 'when');
    expect(own.faults).toEqual({ 'when.burn.windows.0.factor': 'Expected a number' });
    expect(faultsElsewhere(own.faults)).toEqual([]);
  });

  test('that is new is one that the server takes once it has a title and an id', () => {
    const document = documentOf({ ...NEW_RULE, title: 'Errors', id: 'errors' });
    expect(ruleDocument.parse(document)).toMatchObject({ id: 'errors', for: '5m' });
  });

  test('offers what the server knows, all of it', () => {
    expect(STAGE_CHOICES).toEqual(STAGES);
    expect(RISK_CHOICES).toEqual(RISK_CLASSES);
    expect(CUT_CHOICES).toEqual(RULE_CUTS);
    expect(ABSENT_CHOICES).toEqual(ABSENT_POLICIES);
    expect(COMPARISON_CHOICES).toEqual(COMPARISONS);
    expect(SHOWN_SEVERITIES).toEqual(SEVERITIES);
  });

  test('looks at all workloads where none is named', () => {
    const form = { ...writeRuleForm(sampleRule()), workloads: ' , ' };
    expect(documentOf(form)).toMatchObject({ select: { workloads: ['*'] } });
  });
});

describe('the numbers of a condition', () => {
  test('are written in the unit that people write', () => {
    expect(fieldUnit('threshold', 'error_rate')).toEqual({ factor: 100, word: '%' });
    expect(fieldUnit('threshold', 'latency_p95')).toEqual({ factor: 1, word: 'ms' });
    expect(fieldUnit('threshold', 'roi')).toEqual({ factor: 1, word: '×' });
    expect(fieldUnit('change', 'latency_p95')).toEqual({ factor: 100, word: '%' });
    expect(writeCondition(CONDITIONS[0] as never)).toMatchObject({
      threshold: '3.5',
      recovery: '2',
    });
  });

  test('that are none are told beside their field, by the path that the server would name', () => {
    const [condition = NEW_RULE.conditions[0]!] = NEW_RULE.conditions;
    const wrong = { ...condition, threshold: 'much', minSamples: 'few' };
    const one = readRuleForm({ ...NEW_RULE, id: 'a', title: 'A', conditions: [wrong] }, null);
    expect(one).toMatchObject({
      kind: 'faults',
      faults: { 'when.threshold': 'Expected a number', 'when.min_samples': 'Expected a number' },
    });
    const two = readRuleForm(
      { ...NEW_RULE, id: 'a', title: 'A', conditions: [condition, wrong] },
      null,
    );
    expect(two).toMatchObject({ faults: { 'when.all.1.threshold': 'Expected a number' } });
  });

  test('of a burn can only be shares', () => {
    const burnt = signalChoices('burn').map(({ value }) => value);
    expect(burnt).toContain('tool_call_success');
    expect(burnt).not.toContain('latency_p95');
  });
});

describe('faults', () => {
  test('of what is missing or unreadable are told before anything is sent', () => {
    expect(readRuleForm({ ...NEW_RULE, labels: 'nonsense' }, null)).toMatchObject({
      kind: 'faults',
      faults: { title: /needs a title/, id: /needs an id/, labels: '“nonsense” is no name: value' },
    });
  });

  test('stand beside the field they are about, or by themselves', () => {
    const faults = {
      'select.workloads.0': 'too long',
      'when.all.0.change.window': 'odd',
      'when.burn.windows.0.short': 'must be shorter',
      interval: 'odd too',
      'select.stage.0': 'unknown',
    };
    expect(faultAt(faults, 'select.workloads')).toBe('too long');
    expect(faultAt(faults, 'title')).toBeUndefined();
    expect(faultsElsewhere(faults)).toEqual(['select.stage.0: unknown']);
  });

  test('of a version say what happened meanwhile', () => {
    const stale = (detail: string) =>
      tellRuleRefusal(new ApiError(412, 'Changed meanwhile', detail));
    expect(stale('rule a is at version 3, not 0: read it again')).toMatch(/of that id already/);
    expect(stale('rule a is at version 0, not 3: read it again')).toMatch(/deleted meanwhile/);
    expect(stale('rule a is at version 4, not 3: read it again')).toMatch(/another version/);
  });
});

test('the address keeps what makes sense of it', () => {
  expect(readRulesSearch({ rule: 'a', write: 'new', q: 'x', other: 1 })) //
    .toEqual({ rule: 'a', write: 'new', q: 'x' });
  expect(readRulesSearch({ rule: '../x', write: 'old', q: '' })).toEqual({});
});
