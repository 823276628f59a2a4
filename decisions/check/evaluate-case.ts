import { durationMs } from '../../core/duration.ts';
import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { HOUR_MS, ceilTo } from '../../core/time.ts';
import { isOverdue, type WorkloadDocument } from '../../core/workload.ts';
import { createHistory } from '../../signals/history.ts';
import type { SignalStatus } from '../assessment/assessment.ts';
import type { GateState, ScaleBlocks } from '../engine/caps.ts';
import { createSignalReader } from '../engine/read-signals.ts';
import { replay } from '../engine/replay.ts';
import { step, type StepResult } from '../engine/step.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import type { PolicyDocument, ResolvedPolicy } from '../policy/policy.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import type { CaseResult, PolicyCase } from './policy-case.ts';
import { historyOfEvents } from './history-of-events.ts';
import { statedReadings } from './stated-readings.ts';
import type { TimedEvent } from './timed-event.ts';

/** What became of the events of a case: all of them, or what is wrong with them. */
export type ReadEvents = (
  events: readonly unknown[],
  workload: string,
  atMs: number | null,
) =>
  | { readonly kind: 'events'; readonly events: readonly TimedEvent[] }
  | { readonly kind: 'errors'; readonly errors: readonly FieldError[] };

/** What cases are evaluated with. */
export interface CaseDependencies {
  readonly bases: readonly PolicyDocument[];
  readonly readEvents: ReadEvents;
  /** Hash of a text, e.g. SHA-256 as hex. */
  readonly hash: (text: string) => string;
}

/** What a case comes to, and the status of every signal, also of those that decide nothing. */
export interface EvaluatedCase {
  readonly result: CaseResult;
  readonly statuses: ReadonlyMap<string, SignalStatus>;
}

/** A case's policy and workload, and what its caps are decided with. */
interface Setting {
  readonly policy: ResolvedPolicy;
  readonly workload: WorkloadDocument;
  readonly gates: readonly GateState[];
  readonly blocksAt: (atMs: number) => ScaleBlocks;
}

/** Where signals are stated without an instant, none of them depends on one. */
const ANY_INSTANT_MS = 0;

/**
 * A case worked out by the same engine that decides about live workloads.
 * @throws BellwetherError `invalid` where its policy or its events are not usable
 */
export function evaluateCase(one: PolicyCase, dependencies: CaseDependencies): EvaluatedCase {
  const setting = settingOf(one, dependencies);
  const decided = one.signals
    ? decideOnSignals(one, one.signals, setting)
    : decideOnEvents(one, setting, dependencies.readEvents);
  return tell(setting.policy, decided);
}

function settingOf(one: PolicyCase, { bases, hash }: CaseDependencies): Setting {
  const lookup = (id: string): PolicyDocument | undefined =>
    bases.find((base) => base.id === id) ?? (id === DEFAULT_POLICY.id ? DEFAULT_POLICY : undefined);
  const { policy: stated, workload } = one;
  const document = typeof stated === 'string' ? lookup(stated) : stated;
  if (!document)
    throw new BellwetherError('invalid', `there is no policy ${JSON.stringify(stated)}`);
  return {
    workload,
    policy: resolvePolicy(document, 1, lookup, hash, workload),
    gates: (one.gates ?? []).map((gate) => ({ gate, state: 'passed', evidence: '' })),
    blocksAt: (atMs) => ({
      alerts: one.alerts ?? [],
      decisionExpired: isOverdue(workload, atMs),
    }),
  };
}

/** Signals that have stood as they are: one step when they began to, one at the instant. */
function decideOnSignals(
  one: PolicyCase,
  signals: NonNullable<PolicyCase['signals']>,
  { policy, workload, gates, blocksAt }: Setting,
): StepResult {
  const readings = statedReadings(policy, workload.business_case ?? {}, signals);
  const atMs = one.at ?? ANY_INSTANT_MS;
  const decide = (standingMs: number): StepResult => {
    const begun = step(policy, readings, gates, blocksAt(atMs), null, atMs - standingMs);
    return step(policy, readings, gates, blocksAt(atMs), begun.state, atMs);
  };
  if (one.standing !== undefined) return decide(durationMs(one.standing));
  return decide(policy.dwellMs[decide(0).proposed]);
}

function decideOnEvents(
  { at, events = [] }: PolicyCase,
  { policy, workload, gates, blocksAt }: Setting,
  readEvents: ReadEvents,
): StepResult {
  const read = readEvents(events, workload.id, at ?? null);
  if (read.kind === 'errors') {
    const { errors } = read;
    throw new BellwetherError('invalid', 'not every event fits the contract', { errors });
  }
  const latestMs = read.events.reduce((latest, { tsMs }) => Math.max(latest, tsMs), 0);
  const atMs = at ?? ceilTo(latestMs + 1, HOUR_MS);
  const known = read.events.filter(({ tsMs }) => tsMs <= atMs);
  const history = createHistory(historyOfEvents(known, atMs));
  const businessCase = workload.business_case ?? {};
  const context = { businessCase, limitChangesMs: {}, gatesAt: () => gates, blocksAt };
  const before = replay(policy, history, context, atMs).state;
  const readings = createSignalReader(policy, history, context)(before, atMs);
  return step(policy, readings, gates, blocksAt(atMs), before, atMs);
}

function tell(policy: ResolvedPolicy, decided: StepResult): EvaluatedCase {
  const statusOf = (signal: string): SignalStatus =>
    decided.state.signals[signal]?.status ?? 'uncertain';
  const statuses = new Map([...policy.signals.keys()].map((signal) => [signal, statusOf(signal)]));
  const required = [...policy.signals].filter(([, { role }]) => role === 'required');
  return {
    result: {
      verdict: decided.verdict,
      proposed: decided.proposed,
      axes: decided.axes,
      signals: Object.fromEntries(required.map(([signal]) => [signal, statusOf(signal)])),
      blocked_by: [...decided.blockedBy],
    },
    statuses,
  };
}
