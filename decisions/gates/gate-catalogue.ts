import type { Capacity } from '../../core/workload.ts';
import type { RiskClass } from '../policy/policy.ts';
import { DESIGN_GATES } from './catalogue/design-gates.ts';
import { PRODUCTION_GATES } from './catalogue/production-gates.ts';
import { SANDBOX_GATES } from './catalogue/sandbox-gates.ts';
import { TESTING_GATES } from './catalogue/testing-gates.ts';
import type { GateDefinition } from './gate-definition.ts';

/** Every readiness gate, in the order of the way from design to production. */
export const GATES: readonly GateDefinition[] = [
  ...DESIGN_GATES,
  ...TESTING_GATES,
  ...SANDBOX_GATES,
  ...PRODUCTION_GATES,
];

const BY_ID: ReadonlyMap<string, GateDefinition> = new Map(GATES.map((gate) => [gate.id, gate]));

/** A gate by its id; null where the catalogue has none of it. */
export function findGate(id: string): GateDefinition | null {
  return BY_ID.get(id) ?? null;
}

/** What of a workload's record decides which gates apply to it, and who signs them. */
export interface GateSubject {
  readonly risk_class?: RiskClass | undefined;
  readonly gates?:
    | Readonly<Record<string, { readonly approvers: readonly Capacity[] }>>
    | undefined;
}

/**
 * Whether a gate applies to a workload; one without a risk class is held to what all are held to.
 * @example appliesTo({ riskClasses: ['regulated'] }, { risk_class: 'internal' }) // false
 */
export function appliesTo(
  { riskClasses }: Pick<GateDefinition, 'riskClasses'>,
  { risk_class: risk }: GateSubject,
): boolean {
  return riskClasses === null || (risk !== undefined && riskClasses.includes(risk));
}

/**
 * In which capacities a gate has to be signed for a workload, each by another person; empty where its proof
 * needs no signature. A record can name others than the default, but nobody less where it is regulated.
 * @example approversOf({ id: 'x', approvers: ['expert'], regulatedApprovers: [] }, {}) // ['expert']
 */
export function approversOf(
  {
    id,
    approvers,
    regulatedApprovers,
  }: Pick<GateDefinition, 'id' | 'approvers' | 'regulatedApprovers'>,
  { risk_class: risk, gates }: GateSubject,
): readonly Capacity[] {
  if (approvers.length === 0) return approvers;
  const own = gates !== undefined && Object.hasOwn(gates, id) ? gates[id] : undefined;
  const besides = risk === 'regulated' ? regulatedApprovers : [];
  return [...new Set([...(own?.approvers ?? approvers), ...besides])];
}
