import type { BusinessCase, WorkloadDocument } from '../../core/workload.ts';
import { matchesWorkload } from '../rule/match-workload.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';

/** A workload as rules look at it. */
export interface RuleSubject {
  readonly id: string;
  readonly businessCase: BusinessCase;
  /** When it first sent anything, epoch milliseconds; null: never. */
  readonly firstMs: number | null;
}

/** What rules are evaluated over; made anew when a rule or a workload changes. */
export interface RuleTargets {
  /** Those that are on. */
  readonly rules: readonly CompiledRule[];
  /** Ids of those that are off. */
  readonly disabled: ReadonlySet<string>;
  /** Workloads by rule id, in the order of their ids. */
  readonly selected: ReadonlyMap<string, readonly RuleSubject[]>;
}

/**
 * Which rules look at which workloads. Rules that are off look at none.
 * @param firstSeen when each workload first sent anything, epoch milliseconds
 */
export function findTargets(
  rules: readonly CompiledRule[],
  workloads: readonly WorkloadDocument[],
  firstSeen: ReadonlyMap<string, number>,
): RuleTargets {
  const enabled = rules.filter(({ document }) => document.enabled);
  const documents = workloads.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const subjects = new Map<string, RuleSubject>(
    documents.map(({ id, business_case: businessCase = {} }) => [
      id,
      { id, businessCase, firstMs: firstSeen.get(id) ?? null },
    ]),
  );
  const disabled = new Set(
    rules.filter((rule) => !rule.document.enabled).map(({ document }) => document.id),
  );
  const selected = new Map(
    enabled.map(({ document }) => [
      document.id,
      documents
        .filter((one) => matchesWorkload(document.select, one))
        .map(({ id }) => subjects.get(id)!),
    ]),
  );
  return { rules: enabled, disabled, selected };
}
