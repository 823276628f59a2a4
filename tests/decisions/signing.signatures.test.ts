import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import { VERDICTS } from '../../decisions/policy/policy.ts';
import { addSignature, type Signing } from '../../decisions/signing/add-signature.ts';
import type { Signer } from '../../decisions/signing/choose-capacity.ts';
import type { DecisionDocument } from '../../decisions/signing/decision.ts';
import { endDecision } from '../../decisions/signing/end-decision.ts';
import { missingSignatures } from '../../decisions/signing/required-signatures.ts';
import { proposeDecision } from '../../decisions/signing/propose.ts';
import {
  ADMIN,
  APPROVER,
  assessed,
  BUSINESS,
  decided,
  ENGINEER,
  KEY,
  NOW_MS,
  OPERATIONS,
  OTHER_APPROVER,
  person,
  proposal,
  RECORD,
  request,
  RISK,
  VIEWER,
  withSignal,
} from './signing-samples.ts';

const SCALE = { verdict: 'scale', accepts: true } as const;
const OVERRULE = { verdict: 'redesign', accepts: false, reason: 'too many wrong refunds' } as const;

function sign(decision: DecisionDocument, signer: Signer, change: Partial<Signing> = {}) {
  return addSignature({
    decision,
    supersededMs: null,
    request: { evidence_hash: decision.evidence_hash },
    signer,
    record: RECORD,
    rollout: RECORD.rollout,
    current: decision.assessment,
    nowMs: NOW_MS,
    ...change,
  });
}

/** The code and the message of what is thrown. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof BellwetherError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

const capacities = ({ signatures }: DecisionDocument): string[] =>
  signatures.map(({ capacity }) => capacity);

describe('scale', () => {
  const scale = (signer: Signer) => decided({ request: request(SCALE), signer });

  it('waits after the business owner, and is in force with operations or risk', () => {
    const waiting = scale(BUSINESS);
    expect(waiting.in_force_at).toBeNull();
    expect(missingSignatures(waiting).map(({ capacities: any }) => any)).toEqual([
      ['operations', 'risk'],
    ]);
    for (const second of [OPERATIONS, RISK]) {
      expect(sign(waiting, second).in_force_at).toBe(new Date(NOW_MS).toISOString());
    }
  });

  it('is not signed for the business by an admin, an approver or a program: it only waits', () => {
    for (const signer of [ADMIN, APPROVER, KEY]) {
      const waiting = scale(signer);
      expect(capacities(waiting)).toEqual([]);
      expect(missingSignatures(waiting)).toHaveLength(2);
    }
    expect(refusal(() => sign(scale(BUSINESS), ADMIN))).toMatch(/^forbidden: what is missing/);
    expect(refusal(() => sign(scale(BUSINESS), KEY))).toMatch(/^forbidden: what is missing/);
  });

  it('takes two people where one is named twice', () => {
    const owners = { ...RECORD.owners, operations: 'head-of-support', risk: 'risk-officer' };
    const record = { ...RECORD, owners };
    const waiting = decided({ request: request(SCALE), signer: BUSINESS, record });
    expect(waiting.in_force_at).toBeNull();
    expect(refusal(() => sign(waiting, BUSINESS, { record }))).toBe(
      "conflict: head-of-support has signed as business at 2026-11-20T12:00:00.000Z: every signature is another person's",
    );
    expect(sign(waiting, RISK, { record }).in_force_at).not.toBeNull();
  });
});

describe('an overrule', () => {
  const overrule = (signer: Signer) =>
    decided({ request: request(OVERRULE), signer, assessment: assessed('hold') });

  it('waits for a second reviewer, who is another person with the role approver', () => {
    const waiting = overrule(APPROVER);
    expect(capacities(waiting)).toEqual(['signer']);
    expect(refusal(() => sign(waiting, APPROVER))).toMatch(/^conflict: approver has signed/);
    expect(refusal(() => sign(waiting, ADMIN))).toMatch(/^forbidden/);
    expect(sign(waiting, OTHER_APPROVER)).toMatchObject({
      in_force_at: new Date(NOW_MS).toISOString(),
      signatures: [{ capacity: 'signer' }, { capacity: 'reviewer' }],
    });
  });

  it('to scale takes three people', () => {
    const first = decided({
      request: request({ ...OVERRULE, verdict: 'scale' }),
      signer: BUSINESS,
      assessment: assessed('hold'),
    });
    const second = sign(first, OPERATIONS);
    expect(second.in_force_at).toBeNull();
    expect(sign(second, APPROVER).in_force_at).not.toBeNull();
  });

  it('by a program waits for a person and a reviewer', () => {
    expect(missingSignatures(overrule(KEY))).toHaveLength(2);
  });

  it('says why in some words', () => {
    const short = request({ ...OVERRULE, reason: 'no way' });
    expect(() => decided({ request: short, assessment: assessed('hold') })).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'reason' })] }),
    );
  });
});

describe('who owns the build', () => {
  it('does not accept for the business, even as its named owner', () => {
    const owners = { ...RECORD.owners, business: 'lead-engineer' };
    const record = { ...RECORD, owners };
    const refused = /^forbidden: who owns the build does not accept it/;
    const scale = { request: request(SCALE), record };
    expect(refusal(() => decided({ ...scale, signer: ENGINEER }))).toMatch(refused);
    expect(refusal(() => decided({ signer: ENGINEER }))).toMatch(refused);
  });

  it('signs as the operations owner that the record names', () => {
    const record = { ...RECORD, owners: { ...RECORD.owners, operations: 'lead-engineer' } };
    const waiting = decided({ request: request(SCALE), signer: BUSINESS, record });
    expect(sign(waiting, ENGINEER, { record }).in_force_at).not.toBeNull();
  });
});

describe('accepting hold, redesign or stop', () => {
  it.each(['hold', 'redesign', 'stop'] as const)('%s takes one who may sign', (verdict) => {
    const asked = { request: request({ verdict }) };
    for (const signer of [APPROVER, ADMIN, KEY, OPERATIONS]) {
      expect(decided({ ...asked, signer }).in_force_at).not.toBeNull();
    }
    expect(refusal(() => decided({ ...asked, signer: VIEWER }))).toMatch(
      /^forbidden: only a named/,
    );
    const mute = { ...KEY, maySign: false };
    expect(refusal(() => decided({ ...asked, signer: mute }))).toMatch(/^forbidden/);
  });

  it('an asked capacity that the record gives to another is refused', () => {
    const asked = request({ capacity: 'risk' });
    expect(refusal(() => decided({ request: asked }))).toBe(
      "forbidden: the workload's record does not name you as its risk owner, or only you wrote your name there",
    );
  });
});

it('no order of signatures of any people brings scale or an overrule in force by one person', () => {
  const people = [
    BUSINESS,
    OPERATIONS,
    RISK,
    ENGINEER,
    APPROVER,
    OTHER_APPROVER,
    ADMIN,
    VIEWER,
    KEY,
  ];
  const anyOwner = fc.constantFrom('head-of-support', 'operations-manager', 'approver', 'admin');
  fc.assert(
    fc.property(
      fc.record({ business: anyOwner, operations: anyOwner, risk: anyOwner, technical: anyOwner }),
      fc.constantFrom(...VERDICTS),
      fc.boolean(),
      fc.array(fc.constantFrom(...people), { minLength: 1, maxLength: 6 }),
      (owners, verdict, accepts, signers) => {
        const record = { ...RECORD, owners };
        const published = accepts ? verdict : verdict === 'hold' ? 'stop' : 'hold';
        let decision: DecisionDocument | null = null;
        for (const signer of signers) {
          try {
            decision = decision
              ? sign(decision, signer, { record })
              : proposeDecision(
                  proposal({
                    request: request({ verdict, accepts, reason: 'for a good reason' }),
                    signer,
                    record,
                    assessment: assessed(published),
                  }),
                );
          } catch (error) {
            if (!(error instanceof BellwetherError)) throw error;
          }
        }
        if (decision?.in_force_at == null) return;
        const signed = new Set(decision.signatures.flatMap((one) => one.person ?? []));
        const least = (verdict === 'scale' ? 2 : 1) + (accepts ? 0 : 1);
        const mayBeProgram = accepts && verdict !== 'scale';
        expect(signed.size).toBeGreaterThanOrEqual(mayBeProgram ? 0 : least);
        const accepting = decision.signatures.filter(
          ({ capacity }) => verdict !== 'scale' || !['operations', 'risk'].includes(capacity),
        );
        expect(accepting.map((one) => one.person)).not.toContain(owners.technical);
      },
    ),
  );
});

describe('a decision that waits', () => {
  const waiting = decided({ request: request(SCALE), signer: BUSINESS });

  it('is not signed when what it rests on decides otherwise now, and says what', () => {
    const moved = withSignal(waiting.assessment, 'tool_call_success', { status: 'fail' });
    expect(() => sign(waiting, OPERATIONS, { current: moved })).toThrow(
      expect.objectContaining({
        code: 'conflict',
        errors: [expect.objectContaining({ path: 'signals.tool_call_success' })],
      }),
    );
  });

  it('is withdrawn by who proposed it and refused by who was to sign', () => {
    const ending = { supersededMs: null, reason: 'not now', record: RECORD, nowMs: NOW_MS };
    const end = (how: 'withdrawn' | 'refused', signer: Signer) =>
      endDecision({ ...ending, decision: waiting, how, signer });
    expect(end('withdrawn', BUSINESS).withdrawn).toMatchObject({ name: 'head-of-support' });
    expect(end('refused', RISK).refused).toMatchObject({ name: 'risk-officer' });
    expect(refusal(() => end('withdrawn', VIEWER))).toMatch(/^forbidden/);
    expect(refusal(() => end('refused', BUSINESS))).toMatch(/^forbidden/);
    const ended = end('withdrawn', BUSINESS);
    expect(refusal(() => sign(ended, OPERATIONS))).toBe(
      'conflict: support-copilot-1 was withdrawn by head-of-support at 2026-11-20T12:00:00.000Z',
    );
  });

  it('keeps another from waiting beside it, and none that is complete at once', () => {
    const later = { before: [waiting], nowMs: NOW_MS + 3 * 3_600_000 };
    const evidence_hash = 'b'.repeat(64);
    const again = { ...later, request: request({ ...SCALE, evidence_hash }), signer: BUSINESS };
    expect(refusal(() => decided(again))).toMatch(/^conflict: .*waits for signatures/);
    const stop = decided({ ...later, request: request({ verdict: 'stop', evidence_hash }) });
    expect(stop.in_force_at).not.toBeNull();
  });
});

describe('the same again', () => {
  const first = decided();

  it('is refused and told who and when, unless it names what it replaces', () => {
    const again = { before: [first], nowMs: NOW_MS + 1000, signer: OTHER_APPROVER };
    expect(refusal(() => decided(again))).toBe(
      'conflict: support-copilot-1 (hold) was signed by approver at 2026-11-20T12:00:00.000Z: to replace it, name it in replaces',
    );
    const knowing = { ...again, request: request({ replaces: first.id }) };
    const second = decided(knowing);
    expect(second.in_force_at).not.toBeNull();
    expect(refusal(() => decided({ ...knowing, before: [first, second] }))).toMatch(/^conflict/);
  });

  it('on other evidence is refused while the first is recent, and taken later', () => {
    const other = request({ evidence_hash: 'c'.repeat(64) });
    const at = (nowMs: number) => ({ before: [first], request: other, nowMs });
    expect(refusal(() => decided(at(NOW_MS + 3_600_000)))).toMatch(/^conflict/);
    expect(decided(at(NOW_MS + 3 * 3_600_000)).in_force_at).not.toBeNull();
  });
});

it.each([
  ['today', '2026-11-20', 'review_date'],
  ['in more than a year', '2027-11-21', 'review_date'],
])('a review date %s is refused', (_, review_date, path) => {
  expect(() => decided({ request: request({ review_date }) })).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
  );
});

it('a person is named by id or email, never by what they are called', () => {
  const namesake = person('somebody', { name: 'operations-manager', email: null });
  const waiting = decided({ request: request(SCALE), signer: BUSINESS });
  expect(refusal(() => sign(waiting, namesake))).toMatch(/^forbidden/);
});
