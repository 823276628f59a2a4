import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { refuseUnlessAwaiting } from './add-signature.ts';
import { capacityNow, type Signer } from './choose-capacity.ts';
import type { DecisionDocument } from './decision.ts';

/** A decision that waits is taken back, or refused. */
export interface Ending {
  readonly decision: DecisionDocument;
  readonly supersededMs: number | null;
  readonly how: 'withdrawn' | 'refused';
  readonly reason: string;
  readonly signer: Signer;
  readonly record: WorkloadDocument;
  readonly nowMs: number;
}

/**
 * The decision, ended before it came in force. Who proposed or signed it, and who may sign decisions,
 * withdraws it; who could give a missing signature refuses it.
 * @throws BellwetherError `conflict` where it does not wait any more, `forbidden` where it is not theirs
 */
export function endDecision(ending: Ending): DecisionDocument {
  const { decision, how, reason, signer, record, nowMs } = ending;
  refuseUnlessAwaiting(decision, ending.supersededMs, nowMs);
  const { proposed_by: proposer, signatures } = decision;
  const isTheirs = [proposer, ...signatures].some(({ actor }) => actor === signer.actor);
  const may =
    how === 'withdrawn'
      ? isTheirs || signer.maySign
      : capacityNow(decision, signer, record.owners) !== null;
  if (!may) {
    const who =
      how === 'withdrawn'
        ? 'who proposed or signed it, or who may sign decisions, withdraws it'
        : 'only one whose signature is missing refuses it';
    throw new BellwetherError('forbidden', who);
  }
  const { actor, name } = signer;
  return { ...decision, [how]: { at: isoTime(nowMs), actor, name, reason: reason.trim() } };
}
