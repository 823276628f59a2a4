import { createSignalReader } from '../engine/read-signals.ts';
import { step, type StepResult } from '../engine/step.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { ResolvedPolicy, Verdict } from '../policy/policy.ts';
import { assess, type AssessmentInput } from './assess.ts';
import type { Assessment } from './assessment.ts';
import { withoutFailures } from './evidence.ts';
import { caseUnder, type Levers, policyUnder } from './what-if-levers.ts';
import { windowUnder } from './what-if-window.ts';

/** What would be said of a workload if some things were otherwise. */
export interface Supposed {
  /** As if it had been so all along. */
  readonly assessment: Assessment;
  /** What is said of the proposed verdict once it is published; of one that is, the assessment's own. */
  readonly sentence: string;
  /**
   * Days until signals that fail today would have been shown to pass, at today's rate of samples, if
   * the change came now: 0 where none has to be shown anew, null where waiting does not get there.
   */
  readonly daysToProve: number | null;
}

/** The engine over one assessment's input, with levers to suppose it otherwise. */
export interface WhatIf {
  suppose(levers: Levers): Supposed;
  /** Only the verdict that would be proposed: what {@link suppose} proposes, many times faster. */
  propose(levers: Levers): Verdict;
}

/**
 * Asks the real engine what it would say under other limits, values, costs and rates.
 *
 * Windows are read as if the change had been there all along, so a signal that fails now is judged by its
 * whole evidence window: the failure that cut it would not have been. Everything else is the one step
 * that makes the assessment; with no lever moved it is that assessment.
 * @param input what the assessment is made of
 */
export function createWhatIf(input: AssessmentInput): WhatIf {
  const failing = failingNow(input);
  const mended = withoutFailures(input.before, (signal) => failing.has(signal));
  return {
    suppose: (levers) => {
      const supposed = inputUnder(input, levers);
      const assessment = assess({ ...supposed, before: mended });
      return {
        assessment,
        sentence: sentenceOnceOut({ ...supposed, before: mended }, assessment),
        daysToProve: daysToProve(supposed, assessment, failing),
      };
    },
    propose: (levers) => {
      const supposed = inputUnder(input, levers);
      const policy = requiredOnly(supposed.policy);
      return decide({ ...supposed, policy, before: mended }).proposed;
    },
  };
}

function inputUnder(input: AssessmentInput, levers: Levers): AssessmentInput {
  const { workload, history, policy } = input;
  const judge = policy.signals.get('hallucination_rate')?.judge ?? null;
  return {
    ...input,
    workload: { ...workload, business_case: caseUnder(workload.business_case ?? {}, levers) },
    policy: policyUnder(policy, levers),
    history: {
      ...history,
      window: (fromMs, toMs) => windowUnder(history.window(fromMs, toMs), levers, judge),
    } satisfies TelemetryHistory,
  };
}

/** One step of the engine, without the words. */
function decide(input: AssessmentInput): StepResult {
  const { policy, history, workload, limitChangesMs, before, atMs, gates, blocks } = input;
  const context = { businessCase: workload.business_case ?? {}, limitChangesMs };
  const readings = createSignalReader(policy, history, context)(before, atMs);
  return step(policy, readings, gates, blocks, before, atMs);
}

/** Advisory signals never decide. */
function requiredOnly(policy: ResolvedPolicy): ResolvedPolicy {
  return {
    ...policy,
    signals: new Map([...policy.signals].filter(([, { role }]) => role === 'required')),
  };
}

/** The signals that fail at the instant and failed before it: that cuts their evidence. */
function failingNow(input: AssessmentInput): ReadonlySet<string> {
  const now = decide(input).state.signals;
  const before = input.before?.signals ?? {};
  const fails = (signal: string): boolean =>
    now[signal]?.status === 'fail' && before[signal]?.status === 'fail';
  return new Set(Object.keys(now).filter(fails));
}

function sentenceOnceOut(
  supposed: AssessmentInput,
  { proposed, verdict, sentence }: Assessment,
): string {
  const { before } = supposed;
  if (proposed === verdict || before === null) return sentence;
  return assess({ ...supposed, before: { ...before, published: proposed } }).sentence;
}

/** What the engine would say in the hour of the change: how long what fails today would have to be shown. */
function daysToProve(
  supposed: AssessmentInput,
  { signals }: Assessment,
  failing: ReadonlySet<string>,
): number | null {
  const toProve = signals
    .filter(
      ({ signal, role, status }) => role === 'required' && status === 'pass' && failing.has(signal),
    )
    .map(({ signal }) => signal);
  if (toProve.length === 0) return 0;
  const { samples_needed } = assess(supposed).counterfactual;
  const days = toProve.map(
    (signal) => samples_needed.find((needed) => needed.signal === signal)?.days ?? null,
  );
  return days.reduce<number | null>(
    (most, one) => (most === null || one === null ? null : Math.max(most, one)),
    0,
  );
}
