import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { describeDecision, orderDecisions } from '../../decisions/signing/describe-decision.ts';
import {
  decisionDueAt,
  isOverdueAt,
  reviewPeriods,
} from '../../decisions/signing/review-periods.ts';
import { signingRules } from '../../decisions/signing/signing-rules.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { diffPolicies } from '../../decisions/policy/diff-policies.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { sha256 } from './engine-fixtures.ts';
import { assessed, BUSINESS, decided, NOW_MS, request } from './signing-samples.ts';

const AGO = 60 * DAY_MS;
const first = decided({ request: request({ review_date: '2026-10-10' }) }, AGO);
const second = decided(
  {
    id: 'support-copilot-2',
    before: [first],
    request: request({ review_date: '2026-12-01', evidence_hash: 'd'.repeat(64) }),
  },
  20 * DAY_MS,
);
const waiting = decided(
  {
    id: 'support-copilot-3',
    request: request({ verdict: 'scale', review_date: '2026-12-24' }),
    signer: BUSINESS,
    assessment: assessed('scale'),
  },
  DAY_MS,
);
const all = [first, second, waiting];

describe('the decision date', () => {
  const periods = reviewPeriods(all);
  const record = { decision_due: '2026-09-30' };
  const day = (text: string): number => Date.parse(text);

  it('is that of the decision in force at the instant, before any that of the record', () => {
    expect(decisionDueAt(record, periods, day('2026-09-01'))).toBe('2026-09-30');
    expect(decisionDueAt(record, periods, day('2026-10-20'))).toBe('2026-10-10');
    expect(decisionDueAt(record, periods, NOW_MS)).toBe('2026-12-01');
    expect(decisionDueAt({}, [], NOW_MS)).toBeNull();
    expect(decisionDueAt({ ...record, stage: 'retired' }, periods, NOW_MS)).toBeNull();
  });

  it('passes with the end of its day, and a new decision makes up for it', () => {
    expect(isOverdueAt(record, periods, day('2026-10-10T23:59:59Z'))).toBe(false);
    expect(isOverdueAt(record, periods, day('2026-10-11T00:00:00Z'))).toBe(true);
    expect(isOverdueAt(record, periods, NOW_MS)).toBe(false);
    expect(isOverdueAt({}, [], NOW_MS)).toBe(false);
  });
});

describe('a decision stands as', () => {
  const stateOf = (index: number, nowMs: number) => {
    const surroundings = { ofWorkload: all, title: 'Support copilot', score: null, nowMs };
    return describeDecision(all[index]!, surroundings);
  };

  it('in force, expired after its review date, superseded by a later one in force', () => {
    expect(stateOf(1, NOW_MS).state).toBe('in_force');
    expect(stateOf(1, Date.parse('2026-12-02'))).toMatchObject({ state: 'expired', overdue: true });
    expect(stateOf(0, NOW_MS)).toMatchObject({ state: 'superseded', overdue: false });
  });

  it('awaiting with what is missing, which a later decision in force does away with', () => {
    expect(stateOf(2, NOW_MS)).toMatchObject({ state: 'awaiting', missing: [{}] });
    expect(stateOf(2, Date.parse('2026-12-25'))).toMatchObject({
      state: 'expired',
      overdue: false,
    });
  });

  it('in lists: overdue first, then those that wait, then the newest', () => {
    const at = Date.parse('2026-12-02');
    const items = [0, 1, 2].map((index) => stateOf(index, at));
    const fresh = { ...stateOf(0, NOW_MS), id: 'other-1', proposed_at: '2026-12-01T00:00:00.000Z' };
    expect(orderDecisions([...items, fresh]).map(({ id }) => id)).toEqual([
      'support-copilot-2',
      'support-copilot-3',
      'other-1',
      'support-copilot-1',
    ]);
  });
});

describe('a policy about signing', () => {
  const strict = { ...DEFAULT_POLICY, signing: { evidence_tolerance: '30m' } };

  it('takes the defaults where it says nothing', () => {
    expect(signingRules(strict)).toEqual({ evidenceToleranceMs: 1_800_000, graceMs: 7 * DAY_MS });
  });

  it('decides as before: its hash is the same', () => {
    const hashOf = (document: typeof DEFAULT_POLICY) =>
      resolvePolicy(document, 1, () => undefined, sha256).hash;
    expect(hashOf(strict)).toBe(hashOf(DEFAULT_POLICY));
  });

  it('is told apart from another in words', () => {
    expect(diffPolicies(DEFAULT_POLICY, strict)).toEqual([
      expect.objectContaining({ path: 'signing.evidence_tolerance', stricter: true }),
    ]);
  });
});
