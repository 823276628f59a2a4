import type { EstimateParameters } from '../estimate.ts';
import { findProportion } from '../estimators/proportion.ts';
import { seenThrough, type Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';

const BY_RUNS = ['run_tool_calls'] as const;

/**
 * Successful tool calls over tool calls: as runs count them wherever any run of the window does, else
 * as tool_call events tell them; never both, because they tell of the same calls.
 */
export function findToolCallSuccess(window: TelemetryWindow, params: EstimateParameters): Finding {
  const calls = window.sum('run_tool_calls');
  if (calls > 0) {
    const x = calls - window.sum('run_tool_failures');
    return seenThrough(findProportion({ x, n: calls }, params, 'tool calls'), BY_RUNS);
  }
  const n = window.sum('tool_events');
  const x = n - window.sum('tool_event_failures');
  return findProportion({ x, n }, params, 'tool calls');
}
