import { GATE_DEFAULTS, type GateDefinition } from '../gate-definition.ts';

/** Whether it does what it should before anybody depends on it. */
export const TESTING_GATES = [
  {
    ...GATE_DEFAULTS,
    id: 'evaluation_set',
    title: 'The expert has built an evaluation set',
    stage: 'testing',
    direction: 'in',
    proof: 'Evaluation events name a dataset; the subject-matter expert attests that it is theirs.',
    provedBy: ['telemetry', 'attestation'],
    approvers: ['expert'],
    signedMembers: ['agreed.evaluation_pass_rate'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'evaluation_passes',
    title: 'The evaluation is passed',
    stage: 'testing',
    direction: 'out',
    proof: 'The lower bound of the evaluation pass rate reaches the agreed share.',
    provedBy: ['telemetry'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'failure_modes',
    title: 'Failure modes are listed',
    stage: 'testing',
    direction: 'out',
    proof:
      'A signed list that says what happens on low confidence, malformed output and no answer.',
    provedBy: ['attestation'],
    approvers: ['technical', 'expert'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'latency_under_load',
    title: 'Fast enough under the expected load',
    stage: 'testing',
    direction: 'out',
    proof:
      'On a day of the last 28 with at least the expected runs (with such days before it where those are too few), the whole interval of p95 latency lies inside the agreed limit.',
    provedBy: ['telemetry'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'garbage_input',
    title: 'Garbage input was tried',
    stage: 'testing',
    direction: 'out',
    proof: 'A signed statement with the tests; a pipeline that runs them may sign with a key.',
    provedBy: ['attestation'],
    approvers: ['technical'],
    validFor: '180d',
    mayBeSignedByProgram: true,
  },
  {
    ...GATE_DEFAULTS,
    id: 'safety_security_bias',
    title: 'Safety, security and bias were tested',
    stage: 'testing',
    direction: 'out',
    proof: 'A statement with the results, signed by the builder and the expert.',
    provedBy: ['attestation'],
    approvers: ['technical', 'expert'],
    validFor: '180d',
  },
] as const satisfies readonly GateDefinition[];
