import type { SafeMode } from '../../core/workload.ts';
import type { NextMode } from '../signing/decision.ts';

/** News of a decision, for whoever listens outside. */
export type DecisionNews =
  | {
      readonly type: 'decision.signed';
      readonly workload: string;
      readonly decision: string;
      readonly verdict: string;
      readonly accepts: boolean;
    }
  | { readonly type: 'decision.overdue'; readonly workload: string; readonly due: string };

/** How decisions reach the running application and the world: handed in, each call safe to repeat. */
export interface DecisionEffect {
  /** How a workload is rolled out now, before anything that lowers it for a while; undefined: nobody said. */
  rolloutOf(workload: string): NextMode | undefined;
  /** Carries out what a decision says; the same decision again changes nothing. */
  applyDecision(workload: string, mode: NextMode, decision: string, actor: string): Promise<void>;
  /** Lowers a workload to its safe mode until {@link liftOverdue}. */
  holdOverdue(workload: string, mode: SafeMode, reason: string): Promise<void>;
  /** Ends that, where there is such a hold. */
  liftOverdue(workload: string, decision: string): Promise<void>;
  /** Tells others; what cannot be told now is the teller's to keep. */
  emit(news: DecisionNews): Promise<void>;
}
