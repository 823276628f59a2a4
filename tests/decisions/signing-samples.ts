import { isoTime } from '../../core/time.ts';
import { workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { Signer } from '../../decisions/signing/choose-capacity.ts';
import type { DecisionDocument, DecisionRequest } from '../../decisions/signing/decision.ts';
import { proposeDecision, type Proposal } from '../../decisions/signing/propose.ts';
import { sampleAssessment } from '../web/support/sample-assessment.ts';
import { sampleItem } from '../web/support/sample-portfolio.ts';

export const NOW_MS = Date.UTC(2026, 10, 20, 12);

/** A workload whose every owner is another person. */
export const RECORD: WorkloadDocument = {
  ...workloadOnSight('support-copilot'),
  owners: {
    business: 'head-of-support@example.com',
    technical: 'lead-engineer',
    operations: 'operations-manager',
    risk: 'risk-officer',
    sponsor: 'sponsor',
  },
  rollout: { mode: 'limited', percent: 10 },
};

export function person(id: string, change: Partial<Signer> = {}): Signer {
  return {
    actor: `person:${id}`,
    person: id,
    name: id,
    email: `${id}@example.com`,
    roles: new Set(),
    maySign: false,
    ...change,
  };
}

export const BUSINESS = person('head-of-support', { email: 'Head-of-Support@Example.com' });
export const OPERATIONS = person('operations-manager');
export const RISK = person('risk-officer');
export const ENGINEER = person('lead-engineer', { maySign: true });
export const APPROVER = person('approver', { roles: new Set(['approver']), maySign: true });
export const OTHER_APPROVER = person('other-approver', {
  roles: new Set(['approver']),
  maySign: true,
});
export const ADMIN = person('admin', { roles: new Set(['admin']), maySign: true });
export const VIEWER = person('viewer', { roles: new Set(['viewer']) });
export const KEY: Signer = {
  ...person('pipeline', { email: null, maySign: true }),
  actor: 'key:pipeline',
  person: null,
};

/** What is assessed, with a published verdict. */
export function assessed(
  verdict: Assessment['verdict'],
  change: Partial<Assessment> = {},
): Assessment {
  const item = sampleItem({ verdict, proposed: verdict });
  return { ...sampleAssessment(item, NOW_MS), ...change };
}

/** A signal of an assessment otherwise than it was. */
export function withSignal(
  assessment: Assessment,
  id: string,
  change: Partial<Assessment['signals'][number]>,
): Assessment {
  const signals = assessment.signals.map((one) =>
    one.signal === id ? { ...one, ...change } : one,
  );
  return { ...assessment, signals, evidence_hash: 'e'.repeat(64) };
}

export function request(change: Partial<DecisionRequest> = {}): DecisionRequest {
  return {
    verdict: 'hold',
    accepts: true,
    review_date: '2027-02-01',
    evidence_hash: assessed('hold').evidence_hash,
    ...change,
  };
}

export function proposal(change: Partial<Proposal> = {}): Proposal {
  const before = change.before ?? [];
  return {
    id: `support-copilot-${before.length + 1}`,
    request: request(),
    signer: APPROVER,
    record: RECORD,
    current: RECORD.rollout,
    assessment: assessed(
      change.request?.accepts === false ? 'hold' : (change.request?.verdict ?? 'hold'),
    ),
    before,
    recentMs: 2 * 3_600_000,
    nowMs: NOW_MS,
    ...change,
  };
}

/** A decision in force or waiting, as it was proposed some time before now. */
export function decided(change: Partial<Proposal> = {}, agoMs = 0): DecisionDocument {
  return proposeDecision(proposal({ nowMs: NOW_MS - agoMs, ...change }));
}

/** An instant before now, as documents hold it. */
export const ago = (ms: number): string => isoTime(NOW_MS - ms);
