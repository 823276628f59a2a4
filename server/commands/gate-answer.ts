import type { z } from 'zod';
import { assessment } from '../../decisions/assessment/assessment.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';

/** What a pipeline may wait for, the most demanding first. */
export const GATE_VERDICTS = ['scale', 'hold', 'redesign'] as const;
export type GateVerdict = (typeof GATE_VERDICTS)[number];

/** What of an assessment a gate looks at. */
export const gateAssessment = assessment.pick({
  workload: true,
  at: true,
  verdict: true,
  proposed: true,
  since: true,
  pending: true,
  sentence: true,
  axes: true,
  blocked_by: true,
  counterfactual: true,
});
export type GateAssessment = z.output<typeof gateAssessment>;

/** Whether a workload may pass, and why, one line each. */
export interface GateAnswer {
  readonly answer: 'yes' | 'no' | 'insufficient';
  readonly reasons: readonly string[];
}

const SEVERITY: Readonly<Record<Verdict, number>> = { scale: 0, hold: 1, redesign: 2, stop: 3 };

/**
 * Whether the published verdict is the required one or a better one. `insufficient` where nothing is
 * known to be bad and only evidence is missing.
 */
export function answerGate(asked: GateAssessment, required: GateVerdict): GateAnswer {
  const { verdict, since, sentence, pending, axes, blocked_by: blockedBy } = asked;
  if (since === null) {
    const reason = 'Nothing has been published yet: there is no full hour of telemetry.';
    return { answer: 'insufficient', reasons: [reason, sentence] };
  }
  if (SEVERITY[verdict] <= SEVERITY[required]) return { answer: 'yes', reasons: [sentence] };
  const weak = axes.filter(({ state }) => state === 'weak');
  const unproven = axes.filter(({ state }) => state === 'unproven');
  const isKnown = verdict !== 'hold' || blockedBy.length > 0 || pending !== null;
  const isInsufficient = !isKnown && weak.length === 0 && unproven.length > 0;
  return {
    answer: isInsufficient ? 'insufficient' : 'no',
    reasons: [
      sentence,
      ...[...weak, ...unproven].map(({ axis, because }) => `${axis}: ${because}`),
      ...blockedBy.map((cause) => `Blocked by ${cause}.`),
      ...(pending
        ? [
            `${pending.verdict} is proposed since ${pending.since}, to be published at ${pending.until}.`,
          ]
        : []),
      ...asked.counterfactual.samples_needed.map(moreSamples),
    ],
  };
}

function moreSamples({
  signal,
  more,
  days,
}: GateAssessment['counterfactual']['samples_needed'][number]): string {
  const time = days === null ? '' : `, about ${Math.ceil(days)} days at today's rate`;
  return `${signal} needs ${Math.ceil(more)} more samples${time}.`;
}
