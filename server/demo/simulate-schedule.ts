import type { WireEvent } from '../../core/event.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { HISTORY_DAYS, type Mark, type Schedule, type WorkloadPlan } from './plan.ts';
import { createRandom, type Random } from './random.ts';

/** Where the story lies in time, and which draw of it this is. */
export interface Stage {
  readonly anchorMs: number;
  readonly seed: number;
  /** Position of the workload in the organisation, to give it generators of its own. */
  readonly plan: number;
  /** What the workload's ids begin with. */
  readonly idPrefix: string;
}

/** The day of the story an instant lies on, with its fraction. */
export const dayAt = ({ anchorMs }: Pick<Stage, 'anchorMs'>, atMs: number): number =>
  HISTORY_DAYS + (atMs - anchorMs) / DAY_MS;

const PROBE_EVERY_MS = 15 * MINUTE_MS;
const FIGURES_EVERY_MS = HOUR_MS;
/** Costs are stated for periods of this many days, at their start. */
const COST_PERIOD_MS = 30 * DAY_MS;
/** A day's adoption is counted just before it ends. */
const ADOPTION_OFFSET_MS = DAY_MS - 5 * MINUTE_MS;
const EVALUATION_SET_OFFSET_MS = 2 * HOUR_MS;

/** Keeps the generators of the cadences apart. */
const STREAMS = { probe: 101, adoption: 102, figures: 103, evaluation: 104 } as const;

/** Common fields of an event made by the clock, and the randomness that belongs to its instant. */
interface Beat {
  readonly ts: number;
  readonly day: number;
  /** How many periods lie between day 0 and it; negative never happens. */
  readonly index: number;
  readonly random: Random;
}

/**
 * Everything in [fromMs, toMs) that happens by the clock: probes, evaluation sets, adoption, costs,
 * reported figures, and the story's single events. Any cut into spans gives the same events.
 */
export function simulateSchedule(
  plan: WorkloadPlan,
  stage: Stage,
  fromMs: number,
  toMs: number,
): WireEvent[] {
  const { schedule, marks } = plan;
  const firstMs = Math.max(fromMs, stage.anchorMs + (plan.firstDay - HISTORY_DAYS) * DAY_MS);
  const beats = (everyMs: number, offsetMs: number, stream: number): Beat[] =>
    beatsIn(stage, firstMs, toMs, everyMs, offsetMs, stream);
  const common = (name: string, { index, ts }: Beat) => ({
    id: `${stage.idPrefix}-${name}${index.toString(36)}`,
    ts,
    workload: plan.id,
  });
  return [
    ...beats(PROBE_EVERY_MS, 0, STREAMS.probe).flatMap((beat) =>
      probe(schedule, beat, common('p', beat)),
    ),
    ...beats(FIGURES_EVERY_MS, 0, STREAMS.figures).flatMap((beat) =>
      figures(schedule, beat, common('m', beat)),
    ),
    ...beats(DAY_MS, ADOPTION_OFFSET_MS, STREAMS.adoption).flatMap((beat) =>
      adoption(schedule, beat, common('a', beat)),
    ),
    ...beats(DAY_MS, EVALUATION_SET_OFFSET_MS, STREAMS.evaluation).flatMap((beat) =>
      evaluationSet(schedule, beat, common('e', beat)),
    ),
    ...costs(plan, stage, fromMs, toMs),
    ...marks.flatMap((mark, i) => markEvent(plan, stage, mark, i, fromMs, toMs)),
  ];
}

type Common = Pick<WireEvent, 'id' | 'workload'> & { readonly ts: number };

function beatsIn(
  stage: Stage,
  fromMs: number,
  toMs: number,
  everyMs: number,
  offsetMs: number,
  stream: number,
): Beat[] {
  const originMs = stage.anchorMs - HISTORY_DAYS * DAY_MS + offsetMs;
  const beats: Beat[] = [];
  for (let index = Math.max(0, Math.ceil((fromMs - originMs) / everyMs)); ; index++) {
    const ts = originMs + index * everyMs;
    if (ts >= toMs) return beats;
    const random = createRandom(stage.seed, stage.plan, stream, index);
    beats.push({ ts, day: dayAt(stage, ts), index, random });
  }
}

function probe({ probeFailureRate }: Schedule, { day, random }: Beat, common: Common): WireEvent[] {
  if (probeFailureRate === undefined) return [];
  const ok = !random.chance(probeFailureRate(day));
  return [{ kind: 'probe', ...common, ok, latency_ms: Math.round(random.lognormal(90, 0.4)) }];
}

function figures(schedule: Schedule, { day, random }: Beat, common: Common): WireEvent[] {
  const reported = schedule.figures?.(day, random.normal()) ?? [];
  return reported.map((figure, i) => ({
    kind: 'metric',
    ...common,
    id: `${common.id}-${i}`,
    ...figure,
  }));
}

function adoption(
  { adoption: plan }: Schedule,
  { day, random }: Beat,
  common: Common,
): WireEvent[] {
  if (plan === undefined) return [];
  const used = Math.min(plan.eligible, random.poisson(plan.eligible * plan.usedShare(day)));
  const bypassed = random.poisson(plan.eligible * plan.bypassedShare);
  return [{ kind: 'adoption', ...common, eligible: plan.eligible, used, bypassed }];
}

function evaluationSet(
  { evaluationSet: set }: Schedule,
  { day, random }: Beat,
  common: Common,
): WireEvent[] {
  if (set === undefined) return [];
  return Array.from({ length: set.size }, (_, i) => ({
    kind: 'evaluation' as const,
    ...common,
    id: `${common.id}-${i}`,
    name: 'regression set',
    dataset: set.dataset,
    evaluator: 'rule' as const,
    passed: random.chance(set.passRate(day)),
  }));
}

function costs(plan: WorkloadPlan, stage: Stage, fromMs: number, toMs: number): WireEvent[] {
  const originMs = stage.anchorMs + (plan.firstDay - HISTORY_DAYS) * DAY_MS;
  const events: WireEvent[] = [];
  const first = Math.max(0, Math.ceil((fromMs - originMs) / COST_PERIOD_MS));
  for (let period = first; originMs + period * COST_PERIOD_MS < toMs; period++) {
    const ts = originMs + period * COST_PERIOD_MS;
    plan.schedule.monthlyCosts.forEach(({ category, amountUsd }) => {
      events.push({
        kind: 'cost',
        id: `${stage.idPrefix}-${category}${period}`,
        ts,
        workload: plan.id,
        category,
        amount_usd: amountUsd,
        period_start: ts,
        period_end: ts + COST_PERIOD_MS,
      });
    });
  }
  return events;
}

function markEvent(
  plan: WorkloadPlan,
  stage: Stage,
  { day, event }: Mark,
  index: number,
  fromMs: number,
  toMs: number,
): WireEvent[] {
  const ts = Math.round(stage.anchorMs + (day - HISTORY_DAYS) * DAY_MS);
  if (ts < fromMs || ts >= toMs) return [];
  return [{ ...event, id: `${stage.idPrefix}-s${index}`, ts, workload: plan.id } as WireEvent];
}
