import type { Capacity, STAGES } from '../../core/workload.ts';
import type { RiskClass } from '../policy/policy.ts';

/** Where a workload is on its way. */
export type Stage = (typeof STAGES)[number];

/** When a gate is asked about: on the way into its stage, out of it, or all along. */
export const GATE_DIRECTIONS = ['in', 'out', 'during'] as const;
export type GateDirection = (typeof GATE_DIRECTIONS)[number];

/** What can prove a gate: the workload's record, telemetry, how it is watched, a signed statement. */
export const PROOF_KINDS = ['record', 'telemetry', 'attestation'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

/** One readiness condition of the way from design to production. */
export interface GateDefinition {
  /** In snake_case, as policies name it. */
  readonly id: string;
  readonly title: string;
  readonly stage: Stage;
  readonly direction: GateDirection;
  /** What proves it, in words. */
  readonly proof: string;
  /** All of them are needed. */
  readonly provedBy: readonly ProofKind[];
  /** Capacities that have to sign, each by another person; empty where no signature is asked for. */
  readonly approvers: readonly Capacity[];
  /** Those who sign besides where the workload is regulated. */
  readonly regulatedApprovers: readonly Capacity[];
  /** Members of the record that a signature is about, as paths: it counts while they are what was signed. */
  readonly signedMembers: readonly string[];
  /** Risk classes it applies to; null: all. */
  readonly riskClasses: readonly RiskClass[] | null;
  /** How long a signature holds unless it says otherwise: a duration such as `365d`. */
  readonly validFor: string;
  /** Whether a program may sign it with a key, e.g. the pipeline that runs the tests. */
  readonly mayBeSignedByProgram: boolean;
}

/** The parts of a definition that most gates have in common. */
export const GATE_DEFAULTS = {
  approvers: [],
  regulatedApprovers: [],
  signedMembers: [],
  riskClasses: null,
  validFor: '365d',
  mayBeSignedByProgram: false,
} as const satisfies Partial<GateDefinition>;
