import type { Verdict } from '../policy/policy.ts';

/** One readiness gate as it stood at the instant, with what proves it or what is missing. */
export interface GateState {
  readonly gate: string;
  readonly state: 'passed' | 'open';
  readonly evidence: string;
}

/** What stops a workload from scaling besides its signals and gates. */
export interface ScaleBlocks {
  /** Ids of the alert rules marked `blocks_scale` that were firing for the workload at the instant. */
  readonly alerts: readonly string[];
  /** Whether the workload's decision date had passed without a new decision. */
  readonly decisionExpired: boolean;
}

/** Nothing in the way. */
export const NO_BLOCKS: ScaleBlocks = { alerts: [], decisionExpired: false };

/**
 * The verdict after caps: scale becomes hold while anything stands in its way; no other verdict changes.
 * @param required gates that scale needs; one without a state counts as open
 * @returns `blockedBy` names what turned scale into hold, as `gate:ID`, `alert:RULE` or `decision:expired`;
 * empty where nothing was capped
 * @example applyCaps('scale', ['owners'], [], NO_BLOCKS) // { proposed: 'hold', blockedBy: ['gate:owners'] }
 */
export function applyCaps(
  verdict: Verdict,
  required: readonly string[],
  gates: readonly GateState[],
  blocks: ScaleBlocks,
): { readonly proposed: Verdict; readonly blockedBy: readonly string[] } {
  if (verdict !== 'scale') return { proposed: verdict, blockedBy: [] };
  const passed = new Set(gates.filter((gate) => gate.state === 'passed').map((gate) => gate.gate));
  const blockedBy = [
    ...required.filter((gate) => !passed.has(gate)).map((gate) => `gate:${gate}`),
    ...blocks.alerts.map((rule) => `alert:${rule}`),
    ...(blocks.decisionExpired ? ['decision:expired'] : []),
  ];
  return { proposed: blockedBy.length > 0 ? 'hold' : 'scale', blockedBy };
}
