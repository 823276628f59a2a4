import type { BusinessCase, WorkloadDocument } from '../../core/workload.ts';
import { matchesWorkload } from '../rule/match-workload.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import { planHours, type HourPlan } from './hour-plan.ts';
import { mergeRequests, planWindows, type WindowRequest } from './window-request.ts';

/** How alerts get their ids: the same for the same rule and labels, in every process. */
export type AlertId = (rule: string, workload: string, part: string) => string;

/** A workload as rules look at it. */
export interface RuleSubject {
  readonly id: string;
  readonly businessCase: BusinessCase;
  /** When it first sent anything, epoch milliseconds; null: never. */
  readonly firstMs: number | null;
}

/** One workload that one rule looks at. */
export interface RuleTarget {
  readonly subject: RuleSubject;
  /** The alert about the workload as a whole: the one part it has where the rule has no cut. */
  readonly whole: readonly [{ readonly id: string; readonly value: null }];
}

/** Rules that are evaluated at the same instants. */
export interface Round {
  readonly intervalMs: number;
  readonly rules: readonly CompiledRule[];
  /** By the windows' keys. */
  readonly windows: ReadonlyMap<string, WindowRequest>;
}

/** What rules are evaluated over; made anew when a rule or a workload changes. */
export interface RuleTargets {
  /** Those that are on, by id. */
  readonly byId: ReadonlyMap<string, CompiledRule>;
  /** The same by interval, with the windows that they look at. */
  readonly rounds: readonly Round[];
  /** Ids of those that are off. */
  readonly disabled: ReadonlySet<string>;
  /** What each rule looks at, by rule id, in the order of the workloads' ids. */
  readonly selected: ReadonlyMap<string, readonly RuleTarget[]>;
  /** What any of them needs of sums by the hour; null: none needs any. */
  readonly hours: HourPlan | null;
}

/**
 * Which rules look at which workloads. Rules that are off look at none.
 * @param firstSeen when each workload first sent anything, epoch milliseconds
 */
export function findTargets(
  rules: readonly CompiledRule[],
  workloads: readonly WorkloadDocument[],
  firstSeen: ReadonlyMap<string, number>,
  alertId: AlertId,
): RuleTargets {
  const enabled = rules.filter(({ document }) => document.enabled);
  const disabled = new Set(
    rules.filter((rule) => !rule.document.enabled).map(({ document }) => document.id),
  );
  const documents = new Map(
    workloads.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((one) => [one.id, one]),
  );
  const subjects = new Map<string, RuleSubject>();
  for (const { id, business_case: businessCase = {} } of documents.values()) {
    subjects.set(id, { id, businessCase, firstMs: firstSeen.get(id) ?? null });
  }
  const selected = new Map(
    enabled.map(({ document: { id, select } }) => [
      id,
      candidates(select.workloads, documents)
        .filter((one) => matchesWorkload(select, one))
        .map((one): RuleTarget => ({
          subject: subjects.get(one.id)!,
          whole: [{ id: alertId(id, one.id, ''), value: null }],
        })),
    ]),
  );
  const byId = new Map(enabled.map((rule) => [rule.document.id, rule]));
  const hours = planHours(enabled, ({ document }) =>
    (selected.get(document.id) ?? []).map(({ subject }) => subject.id),
  );
  return { byId, rounds: roundsOf(enabled), disabled, selected, hours };
}

function roundsOf(rules: readonly CompiledRule[]): Round[] {
  const intervals = [...new Set(rules.map(({ intervalMs }) => intervalMs))];
  return intervals.map((intervalMs) => {
    const own = rules.filter((rule) => rule.intervalMs === intervalMs);
    return { intervalMs, rules: own, windows: planWindows(own) };
  });
}

/** The rules whose turn it is at an instant, epoch milliseconds. */
export function dueRules({ rounds }: RuleTargets, atMs: number): readonly CompiledRule[] {
  const due = rounds.filter(({ intervalMs }) => atMs % intervalMs === 0);
  return due.length === 1 ? due[0]!.rules : due.flatMap(({ rules }) => rules);
}

/** What the rules whose turn it is look at, by the windows' keys. */
export function dueWindows({ rounds }: RuleTargets, atMs: number): Map<string, WindowRequest> {
  const due = new Map<string, WindowRequest>();
  for (const { intervalMs, windows } of rounds) {
    if (atMs % intervalMs !== 0) continue;
    for (const [key, request] of windows) due.set(key, mergeRequests(due.get(key), request));
  }
  return due;
}

/** Of rules that name their workloads no others are looked at: there may be thousands of both. */
function candidates(
  patterns: readonly string[],
  documents: ReadonlyMap<string, WorkloadDocument>,
): WorkloadDocument[] {
  if (patterns.some((pattern) => pattern.includes('*'))) return [...documents.values()];
  return [...new Set(patterns)].toSorted().flatMap((id) => documents.get(id) ?? []);
}
