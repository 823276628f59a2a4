import type { AssessmentInput } from '../assessment/assess.ts';
import type { Replayed } from './replays.ts';

/**
 * What an assessment of a replayed workload is made of.
 * @param hash of a text, e.g. SHA-256 as hex
 * @param atMs the instant: on the hour, or the history's end
 */
export function assessmentInput(
  { workload, inForce, history, context, replay }: Replayed,
  hash: (text: string) => string,
  atMs: number = history.endMs,
): AssessmentInput {
  return {
    workload,
    policy: inForce.policy,
    history,
    limitChangesMs: inForce.limitChangesMs,
    before: replay.state,
    atMs,
    // Plain: what the engine is handed proves a gate only when it is looked at.
    gates: context.gatesAt(atMs).map(({ gate, state, evidence }) => ({ gate, state, evidence })),
    blocks: context.blocksAt(atMs),
    hash,
  };
}
