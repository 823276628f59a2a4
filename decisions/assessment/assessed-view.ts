import type { EstimateParameters } from '../../signals/estimate.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { ResolvedSignalRule } from '../policy/policy.ts';
import type { AssessedSignal } from './assessment.ts';

/** An assessed signal with what it was read from, for questions beyond its number. */
export interface AssessedView {
  readonly assessed: AssessedSignal;
  readonly rule: ResolvedSignalRule;
  readonly params: EstimateParameters;
  /** Null where the window is empty. */
  readonly recentWindow: TelemetryWindow | null;
  readonly evidenceWindow: TelemetryWindow | null;
  /** Samples a day at today's rate: over the recent window, or what there is of it; 0 where there are none. */
  readonly samplesPerDay: number;
}
