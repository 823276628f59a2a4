import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { scoreDecision } from '../../decisions/signing/score.ts';
import { assessed, NOW_MS, withSignal } from './signing-samples.ts';

function scored(
  signed: { verdict: Verdict; accepts: boolean; published: Verdict },
  later: Verdict,
  { days = 30, change = {} as Parameters<typeof withSignal>[2] } = {},
) {
  const assessment = assessed(signed.published);
  return scoreDecision({
    decision: {
      ...signed,
      assessment,
      in_force_at: new Date(NOW_MS - days * DAY_MS).toISOString(),
    },
    untilMs: NOW_MS,
    later: withSignal({ ...assessment, verdict: later }, 'error_rate', change),
  });
}
const accepted = (verdict: Verdict) => ({ verdict, accepts: true, published: verdict });
const overruled = (published: Verdict, verdict: Verdict) => ({
  verdict,
  accepts: false,
  published,
});

describe('an acceptance', () => {
  it.each([
    ['scale', 'scale', 'held'],
    ['scale', 'hold', 'turned'],
    ['hold', 'scale', 'held'],
    ['hold', 'redesign', 'turned'],
    ['redesign', 'hold', 'held'],
    ['redesign', 'stop', 'turned'],
    ['stop', 'stop', 'held'],
    ['stop', 'hold', 'turned'],
  ] as const)('of %s, when the verdict since is %s, has %s', (verdict, later, score) => {
    expect(scored(accepted(verdict), later)).toMatchObject({
      score,
      verdict: later,
      overrule_right: null,
    });
  });
});

describe('an overrule', () => {
  it.each([
    ['hold', 'scale', 'scale', true],
    ['hold', 'scale', 'hold', false],
    ['hold', 'scale', 'redesign', false],
    ['stop', 'hold', 'hold', true],
    ['scale', 'hold', 'redesign', true],
    ['scale', 'hold', 'scale', false],
  ] as const)('of %s by %s, when the verdict since is %s', (published, verdict, later, right) => {
    expect(scored(overruled(published, verdict), later)).toMatchObject({
      score: right ? 'held' : 'turned',
      overrule_right: right,
    });
  });

  it('whose verdict since lies between both is decided by the signals', () => {
    const between = overruled('redesign', 'scale');
    const better = { value: 0, low: 0, high: 0.001 };
    const worse = { value: 0.9, low: 0.8, high: 1 };
    expect(scored(between, 'hold', { change: better }).overrule_right).toBe(true);
    expect(scored(between, 'hold', { change: worse }).overrule_right).toBe(false);
    expect(scored(overruled('scale', 'redesign'), 'hold', { change: worse }).overrule_right).toBe(
      true,
    );
  });
});

describe('a required signal after the decision', () => {
  const changeOf = (change: Parameters<typeof withSignal>[2]) =>
    scored(accepted('hold'), 'hold', { change }).details.find(
      ({ signal }) => signal === 'error_rate',
    );

  it('is better or worse only outside the interval it had, and unknown without a number', () => {
    const { low, high } = assessed('hold').signals.find(({ signal }) => signal === 'error_rate')!;
    expect(changeOf({ value: (low ?? 0) - 0.001 })?.change).toBe('better');
    expect(changeOf({ value: (high ?? 0) + 0.001 })?.change).toBe('worse');
    expect(changeOf({ value: high })?.change).toBe('same');
    expect(changeOf({ value: null, state: 'stale' })).toMatchObject({
      change: 'unknown',
      to: null,
      words: expect.stringContaining('has not been measured lately') as string,
    });
  });
});

it('within a fortnight nothing is said', () => {
  expect(scored(accepted('scale'), 'stop', { days: 13 })).toMatchObject({
    score: 'too_early',
    verdict: null,
    details: [],
  });
});
