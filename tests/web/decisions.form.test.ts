import { describe, expect, it } from 'vitest';
import type { SigningView } from '../../decisions/signing/signing-view.ts';
import { ApiError } from '../../web/api/api-error.ts';
import {
  buildSigners,
  offerMode,
  readDraft,
  startDraft,
  tellWidest,
  type SignContext,
} from '../../web/decisions/sign-draft.ts';
import { tellDecisionRefusal } from '../../web/decisions/tell-decision-refusal.ts';
import { tellNotYours } from '../../web/decisions/tell-not-yours.ts';
import { assessed, NOW_MS, RECORD } from '../decisions/signing-samples.ts';

const VIEW: SigningView = {
  workload: 'support-copilot',
  decision_due: null,
  overdue: false,
  falls_back_at: null,
  has_fallen_back: false,
  safe_mode: 'review',
  in_force: null,
  awaiting: null,
  last: 'support-copilot-4',
  rollout: { mode: 'limited', percent: 10 },
  evidence_tolerance_seconds: 7200,
  you: {
    person: 'head-of-support',
    capacities: ['business'],
    owns_build: false,
    may_sign: false,
    waiting_as: null,
  },
};
const context: SignContext = {
  assessment: assessed('scale'),
  record: RECORD,
  view: VIEW,
  nowMs: NOW_MS,
};

describe('a decision that waits', () => {
  const signed = (person: string) => ({
    signatures: [
      {
        actor: `person:${person}`,
        person,
        name: person,
        capacity: 'business' as const,
        at: '2026-11-20T10:00:00.000Z',
        note: '',
        evidence_hash: 'a'.repeat(64),
      },
    ],
  });
  const as = (you: Partial<SigningView['you']>) => ({ you: { ...VIEW.you, ...you } });

  it('says to whoever may not sign it why', () => {
    expect(tellNotYours(signed('head-of-support'), VIEW)).toMatch(/^You have signed it/);
    expect(tellNotYours(signed('another'), VIEW)).toMatch(/^None of the missing/);
    expect(tellNotYours(signed('another'), as({ owns_build: true }))).toMatch(/^You own the build/);
    expect(tellNotYours(signed('another'), as({ waiting_as: 'risk' }))).toBeNull();
    // Two programs are not the same person because neither is one.
    expect(tellNotYours(signed('another'), as({ person: null }))).toMatch(/^None of the missing/);
  });
});

describe('the form', () => {
  it('starts with the published verdict, the next exposure step and a review in a quarter', () => {
    const draft = startDraft(context);
    expect(draft).toMatchObject({ verdict: 'scale', mode: 'limited', percent: '25' });
    expect(readDraft(draft, context)).toEqual({
      kind: 'request',
      request: {
        verdict: 'scale',
        accepts: true,
        reason: '',
        conditions: [],
        review_date: '2027-02-18',
        evidence_hash: context.assessment.evidence_hash,
        next_mode: { mode: 'limited', percent: 25 },
        replaces: 'support-copilot-4',
      },
    });
  });

  it('offers off for a stop, and as it is for anything else', () => {
    expect(offerMode('stop', context)).toEqual({ mode: 'off', percent: '' });
    expect(offerMode('hold', context)).toEqual({ mode: 'as_it_is', percent: '' });
    expect(tellWidest('hold', context)).toBe('limited, 10 %');
  });

  it.each([
    ['reason', { verdict: 'stop' }],
    ['next_mode', { percent: '50' }],
    ['next_mode', { percent: 'x' }],
    ['review_date', { reviewDate: '' }],
    ['review_date', { reviewDate: '2026-11-20' }],
    ['conditions', { conditions: 'one\n'.repeat(21) }],
  ] as const)('says beside %s what the server would refuse: %j', (field, change) => {
    const read = readDraft({ ...startDraft(context), ...change }, context);
    expect(read.kind === 'faults' && read.faults).toHaveProperty(field);
  });
});

describe('who must sign', () => {
  it('names the owners, and marks what is yours', () => {
    expect(buildSigners('scale', context)).toEqual([
      {
        words: 'the business owner',
        named: 'head-of-support@example.com (business owner)',
        isYours: true,
      },
      {
        words: 'the operations or the risk owner',
        named: 'operations-manager (operations owner) or risk-officer (risk owner)',
        isYours: false,
      },
    ]);
  });

  it('marks one signature at most as yours, and none where you own the build', () => {
    const you = { ...VIEW.you, capacities: ['business', 'risk', 'reviewer', 'signer'] as const };
    const yours = (ownsBuild: boolean) => {
      const view = {
        ...VIEW,
        you: { ...you, capacities: [...you.capacities], owns_build: ownsBuild },
      };
      return buildSigners('stop', { ...context, view }).map(({ isYours }) => isYours);
    };
    expect(yours(false)).toEqual([true, false]);
    expect(yours(true)).toEqual([false, false]);
  });
});

it('a refusal is told in the words of the server', () => {
  expect(tellDecisionRefusal(new ApiError(403, 'Not allowed', 'it is not yours', []))).toBe(
    'You may not: it is not yours.',
  );
  expect(tellDecisionRefusal(new Error('x'))).toBe('It could not be done.');
});
