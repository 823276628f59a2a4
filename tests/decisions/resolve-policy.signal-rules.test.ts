import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { estimateParameters } from '../../decisions/engine/estimate-parameters.ts';
import { policyDocument, type SignalRule } from '../../decisions/policy/policy.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import { faultsOf, resolve } from './resolve-with.ts';

const withRule = (signal: string, rule: Omit<SignalRule, 'role'>, role = 'advisory' as const) => ({
  id: 'p',
  signals: { [signal]: { role, ...rule } },
});

function parametersOf(signal: string, rule: Omit<SignalRule, 'role'>): EstimateParameters {
  const policy = resolve(withRule(signal, rule));
  return estimateParameters(policy, policy.signals.get(signal)!, {});
}

describe('a rule on drift', () => {
  test('may pin the reference to a period or to a release', () => {
    const period = { from: '2026-09-01T00:00:00Z', to: '2026-09-08T00:00:00+02:00' };
    expect(parametersOf('drift', { reference: period }).reference).toEqual({
      fromMs: Date.parse('2026-09-01T00:00:00Z'),
      toMs: Date.parse('2026-09-07T22:00:00Z'),
    });
    expect(parametersOf('drift', { reference: { release: '1.4' } }).reference).toEqual({
      release: '1.4',
    });
    expect(parametersOf('drift', {})).not.toHaveProperty('reference');
  });

  test('is refused with a reference that ends before it begins, or on another signal', () => {
    const backwards = { from: '2026-09-08T00:00:00Z', to: '2026-09-01T00:00:00Z' };
    expect(faultsOf(withRule('drift', { reference: backwards }))).toEqual([
      'signals.drift: a reference must end after it begins',
    ]);
    expect(faultsOf(withRule('roi', { reference: { release: '1' } }))).toEqual([
      'signals.roi: a reference is for drift only',
    ]);
    expect(
      policyDocument.safeParse(withRule('drift', { reference: { release: '' } })).success,
    ).toBe(false);
  });

  test('may be required: it has an interval', () => {
    expect(faultsOf({ id: 'p', signals: { drift: { role: 'required', limit: 0.1 } } })).toEqual([]);
  });
});

describe('a rule on a signal without an interval', () => {
  test.each(['runs', 'budget_use', 'data_freshness'])('%s is never required', (signal) => {
    const faults = faultsOf({ id: 'p', signals: { [signal]: { role: 'required', limit: 1 } } });
    expect(faults).toEqual([
      `signals.${signal}: has no interval, so it may be advisory, never required`,
    ]);
    expect(faultsOf(withRule(signal, { limit: 1 }))).toEqual([]);
  });
});

describe('a rule on a judged signal', () => {
  const judge = { sensitivity: 0.9, specificity: 0.97 };

  test('may say on how many cases the judge’s quality was found', () => {
    const counted = { ...judge, n_positive: 120, n_negative: 400 };
    expect(parametersOf('hallucination_rate', { judge: counted }).judge).toEqual(counted);
    expect(parametersOf('hallucination_rate', { judge }).judge).toEqual(judge);
  });

  test('is refused with one of the two counts', () => {
    expect(
      faultsOf(withRule('hallucination_rate', { judge: { ...judge, n_positive: 120 } })),
    ).toEqual([
      'signals.hallucination_rate: a judge needs both n_positive and n_negative, or neither',
    ]);
  });
});

test('a signal that speaks on a schedule is stale by its own rule, the others by the policy', () => {
  expect(parametersOf('evaluation_pass_rate', { stale_after: '8d' }).staleAfterMs).toBe(8 * DAY_MS);
  expect(parametersOf('evaluation_pass_rate', {}).staleAfterMs).toBe(2 * DAY_MS);
});

test('what a rule leaves out does not change the policy’s hash', () => {
  const plain = resolve(withRule('drift', { limit: 0.1 }));
  expect(plain.signals.get('drift')).not.toHaveProperty('reference');
  expect(plain.signals.get('drift')).not.toHaveProperty('staleAfterMs');
  expect(resolve(withRule('drift', { limit: 0.1, stale_after: '3d' })).hash).not.toBe(plain.hash);
});
