import type { SafeMode } from '../../core/workload.ts';
import type { NextMode } from '../signing/decision.ts';

/** How decisions reach the running application: handed in, each call safe to repeat. */
export interface DecisionEffect {
  /** How a workload is rolled out now, before anything that lowers it for a while; undefined: nobody said. */
  rolloutOf(workload: string): NextMode | undefined;
  /** Carries out what a decision says; the same decision again changes nothing. */
  applyDecision(workload: string, mode: NextMode, decision: string, actor: string): Promise<void>;
  /** Lowers a workload to its safe mode until {@link DecisionEffect.liftOverdue}. */
  holdOverdue(workload: string, mode: SafeMode, reason: string): Promise<void>;
  /** Ends that, where there is such a hold. */
  liftOverdue(workload: string): Promise<void>;
}
