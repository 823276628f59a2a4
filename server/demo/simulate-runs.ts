import type { WireEvent, WireEventOf } from '../../core/event.ts';
import type { RunProfile } from './plan.ts';
import type { Random } from './random.ts';
import { simulateAftermath } from './simulate-aftermath.ts';
import { simulateToolCalls, type ToolUse } from './simulate-tool-calls.ts';

/** A stretch of time whose runs are made in one go, from one generator. */
export interface Slot {
  readonly workload: string;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly expectedRuns: number;
  /** What ids in this slot begin with; unique among all slots of the organisation. */
  readonly idPrefix: string;
  /** By how much people's delays (reviews, feedback) are shortened; 1 leaves them as they are. */
  readonly haste: number;
}

const OUTCOMES = ['accepted', 'edited', 'rejected', 'abandoned'] as const;
/** Chance that a run belongs to the conversation before it. */
const SAME_CONVERSATION = 0.35;
/** Chance that a run with a failed tool call is of no use to the person. */
const SPOILT_BY_TOOL = 0.55;
/** Share of the minutes that an edited draft still spares. */
const EDITED_SAVES = 0.5;
const TOKEN_SIGMA = 0.35;
const MINUTES_SIGMA = 0.5;
const COST_SIGMA = 0.3;

/**
 * The runs of a slot and everything that follows from them: tool calls, evaluations, reviews and
 * feedback, which may lie after the slot but never before their run.
 * @param profile what is true during the slot
 */
export function simulateRuns(slot: Slot, profile: RunProfile, random: Random): WireEvent[] {
  const events: WireEvent[] = [];
  const count = random.poisson(slot.expectedRuns);
  const times = Array.from({ length: count }, () =>
    Math.floor(slot.startMs + random.uniform() * slot.lengthMs),
  ).sort((a, b) => a - b);
  let conversation = 0;
  times.forEach((ts, i) => {
    if (!random.chance(SAME_CONVERSATION)) conversation = i;
    const tools = simulateToolCalls(profile, random);
    const run = simulateRun(slot, profile, random, { ts, index: i, conversation, tools });
    events.push(run);
    if (profile.tools?.asEvents) {
      tools.forEach((call, k) => events.push(toolCallEvent(run, ts, call, k)));
    }
    events.push(...simulateAftermath(run, ts, profile, random, slot.haste));
  });
  return events;
}

interface RunFrame {
  readonly ts: number;
  readonly index: number;
  /** Index of the run that began the conversation. */
  readonly conversation: number;
  readonly tools: readonly ToolUse[];
}

function simulateRun(
  slot: Slot,
  profile: RunProfile,
  random: Random,
  { ts, index, conversation, tools }: RunFrame,
): WireEventOf<'run'> {
  const { tokens, latency, canary } = profile;
  const ok = !random.chance(profile.errorRate);
  const toolFailures = tools.filter((call) => !call.ok).length;
  const spoilt = toolFailures > 0 && random.chance(SPOILT_BY_TOOL);
  const outcome = !ok
    ? 'abandoned'
    : spoilt
      ? 'rejected'
      : OUTCOMES[random.pick(profile.outcomes)]!;
  const hallucinated = random.chance(profile.hallucinationRate);
  const judged = ok && random.chance(profile.judged.share) && profile.judged.by === 'run';
  const tokensIn = Math.round(
    Math.min(random.lognormal(tokens.in, TOKEN_SIGMA), tokens.most ?? Infinity),
  );
  const isCanary = canary !== undefined && random.chance(canary.share);
  return {
    kind: 'run',
    id: `${slot.idPrefix}-${index}`,
    ts,
    workload: slot.workload,
    stage: 'production',
    release: isCanary ? canary.release : profile.release,
    prompt_version: profile.promptVersion,
    provider: profile.provider,
    model: profile.model,
    segment: profile.segments[random.pick(profile.segments.map(([, weight]) => weight))]?.[0],
    trace_id: hex(random) + hex(random) + hex(random) + hex(random),
    conversation: `${slot.idPrefix}-c${conversation}`,
    user: `staff-${random.integer(400)}`,
    latency_ms: Math.round(random.lognormal(latency.medianMs, latency.sigma)),
    ok,
    error: ok ? undefined : profile.errors[random.integer(profile.errors.length)],
    tokens_in: tokensIn,
    tokens_cached: Math.round(tokensIn * tokens.cachedShare),
    tokens_out: ok ? Math.round(random.lognormal(tokens.out, TOKEN_SIGMA)) : 0,
    cost_usd:
      profile.costUsd === undefined
        ? undefined
        : rounded(random.lognormal(profile.costUsd, COST_SIGMA), 6),
    confidence: rounded(Math.min(0.99, Math.max(0.05, 0.86 + 0.12 * random.normal())), 2),
    hallucination: judged ? hallucinated : undefined,
    tool_calls: profile.tools === undefined ? undefined : tools.length,
    tool_failures: profile.tools === undefined ? undefined : toolFailures,
    outcome,
    escalated: ok && (spoilt || random.chance(profile.escalationRate)),
    minutes_saved: minutesSaved(profile, outcome, random),
  };
}

function minutesSaved(
  { minutesSaved: median }: RunProfile,
  outcome: (typeof OUTCOMES)[number],
  random: Random,
): number | undefined {
  if (median === undefined) return undefined;
  const minutes = random.lognormal(median, MINUTES_SIGMA);
  if (outcome === 'accepted') return rounded(minutes, 1);
  return outcome === 'edited' ? rounded(minutes * EDITED_SAVES, 1) : 0;
}

/** Milliseconds between a run's time and its tool calls', one after the other. */
const TOOL_STEP_MS = 40;

function toolCallEvent(
  run: WireEventOf<'run'>,
  runMs: number,
  call: ToolUse,
  index: number,
): WireEventOf<'tool_call'> {
  return {
    kind: 'tool_call',
    id: `${run.id}-t${index}`,
    ts: runMs + (index + 1) * TOOL_STEP_MS,
    workload: run.workload,
    release: run.release,
    trace_id: run.trace_id,
    run: run.id,
    tool: call.tool,
    ok: call.ok,
    latency_ms: call.latencyMs,
    error: call.ok ? undefined : 'upstream answered 503',
  };
}

function hex(random: Random): string {
  return random
    .integer(2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
