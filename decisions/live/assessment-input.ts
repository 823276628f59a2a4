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
    gates: context.gatesAt(atMs),
    blocks: context.blocksAt(atMs),
    hash,
  };
}
