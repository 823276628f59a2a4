import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { DEFAULT_POLICY, DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';
import { policyDocument, type PolicyDocument } from '../../decisions/policy/policy.ts';
import { faultsOf, resolve } from './resolve-with.ts';

describe('a policy that leaves everything out', () => {
  const policy = resolve({ id: 'empty' });

  it('takes the built-in defaults', () => {
    expect(policy).toMatchObject({
      id: 'empty',
      version: 3,
      alpha: 0.05,
      gridMs: HOUR_MS,
      staleAfterMs: 2 * DAY_MS,
      expectedSample: 1000,
      dwellMs: { hold: 0, redesign: 3 * DAY_MS, stop: 7 * DAY_MS, scale: 7 * DAY_MS },
      gatesRequiredForScale: [],
      unpricedTolerance: 0.01,
    });
    expect(policy.table).toEqual(DEFAULT_TABLE);
  });

  it('has every signal of the catalogue, advisory and without a limit', () => {
    expect([...policy.signals.keys()].toSorted()).toEqual(SIGNALS.map(({ id }) => id).toSorted());
    for (const rule of policy.signals.values()) {
      expect(rule).toMatchObject({
        role: 'advisory',
        limit: null,
        recover: 0.1,
        recentMs: 7 * DAY_MS,
        evidenceMs: 28 * DAY_MS,
        judge: null,
      });
    }
  });
});

describe('the default policy', () => {
  it('is of the published shape and can decide', () => {
    expect(policyDocument.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
    const required = [...resolve(DEFAULT_POLICY).signals].filter(
      ([, rule]) => rule.role === 'required',
    );
    expect(Object.fromEntries(required.map(([id, { limit }]) => [id, limit]))).toEqual({
      hallucination_rate: 0.03,
      value_per_run: 0.4,
      roi: 1.2,
    });
  });
});

describe('windows', () => {
  it('come from the signal, else the policy, else the default', () => {
    const policy = resolve({
      id: 'p',
      recent: '3d',
      signals: { roi: { role: 'required', limit: 1, recent: '36h' }, uptime: { role: 'advisory' } },
    });
    expect(policy.signals.get('roi')).toMatchObject({
      recentMs: 36 * HOUR_MS,
      evidenceMs: 28 * DAY_MS,
    });
    expect(policy.signals.get('uptime')).toMatchObject({ recentMs: 3 * DAY_MS });
  });
});

describe('a policy is refused', () => {
  const withSignal = (
    signal: string,
    rule: NonNullable<PolicyDocument['signals']>[string],
  ): PolicyDocument => ({
    id: 'p',
    signals: { [signal]: rule },
  });

  it.each([
    [
      'an unknown signal',
      withSignal('speed', { role: 'advisory' }),
      'signals.speed: no such signal',
    ],
    [
      'a required signal without a limit',
      withSignal('roi', { role: 'required' }),
      'signals.roi: a required signal needs a limit',
    ],
    [
      'not_applicable without a reason',
      withSignal('roi', { role: 'not_applicable' }),
      'signals.roi: not_applicable needs a reason',
    ],
    [
      'not_applicable with an empty reason',
      withSignal('roi', { role: 'not_applicable', reason: ' ' }),
      'signals.roi: not_applicable needs a reason',
    ],
    [
      'a required count',
      withSignal('runs', { role: 'required', limit: 10 }),
      'signals.runs: has no interval, so it may be advisory, never required',
    ],
    [
      'a required rollback time without its own minimum',
      withSignal('rollback_mttr', { role: 'required', limit: 30 }),
      'signals.rollback_mttr: is rare: required only with a min_sample that says how few suffice',
    ],
    [
      'a limit in per cent on a share',
      withSignal('error_rate', { role: 'advisory', limit: 3 }),
      'signals.error_rate: is a share: its limit must lie between 0 and 1, got 3',
    ],
    [
      'a judge on another signal',
      withSignal('error_rate', { role: 'advisory', judge: { sensitivity: 0.9, specificity: 0.9 } }),
      'signals.error_rate: a judge corrects hallucination_rate only',
    ],
    [
      'a judge that tells nothing',
      withSignal('hallucination_rate', {
        role: 'advisory',
        judge: { sensitivity: 0.5, specificity: 0.5 },
      }),
      'signals.hallucination_rate: a judge with sensitivity + specificity ≤ 1 tells nothing',
    ],
    [
      'a grid below an hour',
      { id: 'p', grid: '15m' },
      'grid: must be a whole number of hours, at least 1, got 15m',
    ],
    [
      'a grid of nothing',
      { id: 'p', grid: '0h' },
      'grid: must be a whole number of hours, at least 1, got 0h',
    ],
    [
      'a window that is no whole hours',
      withSignal('roi', { role: 'advisory', recent: '90m' }),
      'signals.roi.recent: must be a whole number of hours, at least 1, got 90m',
    ],
    [
      'a table without rows',
      { id: 'p', table: [] },
      'table: no row gives a verdict for value strong, operations strong, economics strong',
    ],
    [
      'a table with one hole',
      { id: 'p', table: DEFAULT_TABLE.slice(0, -1) as PolicyDocument['table'] & object },
      'table: no row gives a verdict for value strong, operations strong, economics unproven',
    ],
  ] satisfies readonly (readonly [string, PolicyDocument, string])[])(
    'for %s',
    (_title, document, fault) => {
      expect(faultsOf(document)).toEqual([fault]);
    },
  );

  it('with everything that is wrong at once', () => {
    const document: PolicyDocument = {
      id: 'p',
      grid: '15m',
      signals: { speed: { role: 'advisory' }, roi: { role: 'required' } },
      table: [],
    };
    expect(faultsOf(document)).toHaveLength(4);
  });

  it('and a rollback time is taken with a minimum of its own, and a limit of a ratio above 1', () => {
    expect(
      faultsOf(withSignal('rollback_mttr', { role: 'required', limit: 30, min_sample: 3 })),
    ).toEqual([]);
    expect(faultsOf(withSignal('cost_against_baseline', { role: 'required', limit: 1.5 }))).toEqual(
      [],
    );
  });
});
