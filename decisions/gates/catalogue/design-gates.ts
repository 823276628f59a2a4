import { GATE_DEFAULTS, type GateDefinition } from '../gate-definition.ts';

/** Before anything is built: what for, by whom, and on which terms data comes in. */
export const DESIGN_GATES = [
  {
    ...GATE_DEFAULTS,
    id: 'purpose_stated',
    title: 'Purpose, business case and limits are stated',
    stage: 'design',
    direction: 'in',
    proof:
      'The record states purpose, what it is not responsible for, and the business case; signed by the product owner and operations.',
    provedBy: ['record', 'attestation'],
    approvers: ['business', 'operations'],
    signedMembers: ['purpose', 'out_of_scope', 'business_case'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'owners',
    title: 'Owners are named',
    stage: 'design',
    direction: 'out',
    proof:
      'The record names business, technical and operations owners, and a risk owner where customers are reached; who builds it is not who accepts it.',
    provedBy: ['record'],
  },
  {
    ...GATE_DEFAULTS,
    id: 'data_contract',
    title: 'The data contract is defined',
    stage: 'design',
    direction: 'out',
    proof:
      'The record pins the version of the contract, and less than 1 % of the events of seven days were rejected.',
    provedBy: ['record', 'telemetry'],
  },
] as const satisfies readonly GateDefinition[];
