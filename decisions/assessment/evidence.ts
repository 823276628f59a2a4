import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { workloadDocument } from '../../core/workload.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { EngineState } from '../engine/step.ts';
import { assess, type AssessmentInput } from './assess.ts';
import { plainHistory, readPlainHistory, recordHistory } from './plain-history.ts';
import { plainPolicy, readPlainPolicy, recordPolicy } from './plain-policy.ts';
import { plainState, readPlainState, recordState } from './plain-state.ts';
import { type Levers, MOST_SAMPLES } from './what-if-levers.ts';
import { RATE_SIGNALS } from './what-if-rates.ts';
import { windowUnder } from './what-if-window.ts';

const instant = z.iso.datetime();

/** A lever that moves asks for more than the assessment does: all of them, for everything they ask. */
const EVERY_LEVER: Levers = {
  samples: MOST_SAMPLES,
  rates: Object.fromEntries(RATE_SIGNALS.map((signal) => [signal, 0.5])),
};

/** Everything one assessment is made of, as plain data: whoever has it can make the assessment again. */
export const evidence = z.object({
  at: instant,
  workload: workloadDocument,
  policy: plainPolicy,
  limit_changes: z.record(z.string(), z.array(instant)),
  before: plainState.nullable(),
  gates: z.array(
    z.object({ gate: z.string(), state: z.enum(['passed', 'open']), evidence: z.string() }),
  ),
  blocks: z.object({ alerts: z.array(z.string()), decision_expired: z.boolean() }),
  telemetry: plainHistory,
});
export type Evidence = z.infer<typeof evidence>;

/**
 * What an assessment is made of, with all that it reads of telemetry: also what it would read if no signal
 * had failed before, and under every lever of a what-if.
 */
export function recordEvidence(input: AssessmentInput): Evidence {
  const { workload, policy, history, limitChangesMs, before, atMs, gates, blocks } = input;
  return {
    at: isoTime(atMs),
    workload,
    policy: recordPolicy(policy),
    limit_changes: Object.fromEntries(
      Object.entries(limitChangesMs).map(([signal, instants]) => [signal, instants.map(isoTime)]),
    ),
    before: before === null ? null : recordState(before),
    gates: gates.map((gate) => ({ ...gate })),
    blocks: { alerts: [...blocks.alerts], decision_expired: blocks.decisionExpired },
    telemetry: recordHistory(history, atMs, (noting) => {
      assess({ ...input, history: noting });
      const otherwise: TelemetryHistory = {
        ...noting,
        window: (fromMs, toMs) => windowUnder(noting.window(fromMs, toMs), EVERY_LEVER, null),
      };
      assess({ ...input, history: otherwise, before: withoutFailures(before, () => true) });
    }),
  };
}

/**
 * The input of the assessment that was recorded: `assess` makes the same of it.
 * @param hash of a text, e.g. SHA-256 as hex
 */
export function readEvidence(plain: Evidence, hash: (text: string) => string): AssessmentInput {
  return {
    workload: plain.workload,
    policy: readPlainPolicy(plain.policy),
    history: readPlainHistory(plain.telemetry),
    limitChangesMs: Object.fromEntries(
      Object.entries(plain.limit_changes).map(([signal, instants]) => [
        signal,
        instants.map((text) => Date.parse(text)),
      ]),
    ),
    before: plain.before === null ? null : readPlainState(plain.before),
    atMs: Date.parse(plain.at),
    gates: plain.gates,
    blocks: { alerts: plain.blocks.alerts, decisionExpired: plain.blocks.decision_expired },
    hash,
  };
}

/**
 * An engine's state in which some signals have never failed; what is published stays.
 * @param state null stays null
 * @param chosen whether a signal's failure is forgotten
 */
export function withoutFailures(
  state: EngineState | null,
  chosen: (signal: string) => boolean,
): EngineState | null {
  if (state === null) return null;
  return {
    ...state,
    signals: Object.fromEntries(
      Object.entries(state.signals).map(([signal, memory]) => {
        if (!chosen(signal)) return [signal, memory];
        const status = memory.status === 'fail' ? 'uncertain' : memory.status;
        return [signal, { ...memory, status, failedMs: null }];
      }),
    ),
  };
}
