import { GATE_DEFAULTS, type GateDefinition } from '../gate-definition.ts';

const REVIEW = {
  ...GATE_DEFAULTS,
  stage: 'sandbox',
  direction: 'out',
  provedBy: ['attestation'],
} as const satisfies Partial<GateDefinition>;

/** Whether people who looked at its work, and those who answer for the house, let it go on. */
export const SANDBOX_GATES = [
  {
    ...GATE_DEFAULTS,
    id: 'sandbox_sample',
    title: 'A sample was reviewed',
    stage: 'sandbox',
    direction: 'out',
    proof:
      'As many random reviews in 90 days as the accepted error rate takes; the operations manager signs the count of failure patterns.',
    provedBy: ['telemetry', 'attestation'],
    approvers: ['operations'],
    signedMembers: ['agreed.audited_error_rate'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'error_rate_accepted',
    title: 'The error rate is accepted in writing',
    stage: 'sandbox',
    direction: 'out',
    proof:
      'The upper bound of the audited error rate lies within the accepted rate; signed by the operations manager, and by compliance where regulated.',
    provedBy: ['telemetry', 'attestation'],
    approvers: ['operations'],
    regulatedApprovers: ['compliance'],
    signedMembers: ['agreed.audited_error_rate'],
    validFor: '180d',
  },
  {
    ...REVIEW,
    id: 'security_review',
    title: 'Security review',
    proof: 'A statement signed by security.',
    approvers: ['security'],
  },
  {
    ...REVIEW,
    id: 'privacy_review',
    title: 'Privacy review',
    proof: 'A statement signed by privacy.',
    approvers: ['privacy'],
    riskClasses: ['customer-facing', 'regulated'],
  },
  {
    ...REVIEW,
    id: 'compliance_review',
    title: 'Compliance review',
    proof: 'A statement signed by compliance.',
    approvers: ['compliance'],
    riskClasses: ['regulated'],
  },
  {
    ...REVIEW,
    id: 'risk_review',
    title: 'Risk review',
    proof: 'A statement signed by the risk owner.',
    approvers: ['risk'],
    riskClasses: ['customer-facing', 'regulated'],
  },
  {
    ...REVIEW,
    id: 'it_operations_review',
    title: 'IT operations review',
    proof: 'A statement signed by the operations owner.',
    approvers: ['operations'],
  },
  {
    ...REVIEW,
    id: 'architecture_review',
    title: 'Architecture review',
    proof: 'A statement signed by architecture.',
    approvers: ['architecture'],
    riskClasses: ['customer-facing', 'regulated'],
  },
] as const satisfies readonly GateDefinition[];
