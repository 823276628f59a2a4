import type { RunProfile } from './plan.ts';
import type { Random } from './random.ts';

/** One tool call of a run. */
export interface ToolUse {
  readonly tool: string;
  readonly ok: boolean;
  readonly latencyMs: number;
}

const TOOL_LATENCY_MS = 180;
const TOOL_LATENCY_SIGMA = 0.6;
/** A call that fails has waited for its timeout. */
const TOOL_TIMEOUT_MS = 5000;

/** The tool calls of one run; none for a workload without tools. */
export function simulateToolCalls({ tools }: RunProfile, random: Random): readonly ToolUse[] {
  if (tools === undefined) return [];
  const weights = tools.list.map(({ weight }) => weight);
  return Array.from({ length: random.poisson(tools.callsPerRun) }, () => {
    const tool = tools.list[random.pick(weights)]!;
    const ok = !random.chance(tool.failureRate);
    const latencyMs = ok
      ? Math.round(random.lognormal(TOOL_LATENCY_MS, TOOL_LATENCY_SIGMA))
      : TOOL_TIMEOUT_MS;
    return { tool: tool.name, ok, latencyMs };
  });
}
