import { bucketIndex } from '../../../core/statistics/log-histogram.ts';
import { HOUR_MS } from '../../../core/time.ts';
import {
  type DimensionRow,
  type HistoryRows,
  type HourRow,
  NO_ROWS,
} from '../../../signals/history-rows.ts';
import { createNormal, createUniform, drawPoisson } from '../../core/statistics/seeded-random.ts';
import { START_MS } from '../../decisions/simulated-history.ts';
import { RARE_SHARE, type Shape, SLOW_MS, SUCCESS_SHARE, type Truth } from './truth.ts';

const USUAL_BUCKET = bucketIndex(SLOW_MS / 5);
const SLOW_BUCKET = bucketIndex(SLOW_MS * 2);

/** Random numbers of one history. */
interface Chance {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/**
 * The hour sums of a workload, run by run.
 * @param seed the same seed gives the same telemetry
 * @param truthAt what is true at an hour of the history
 */
export function simulateRows(
  seed: number,
  hours: number,
  truthAt: (hour: number) => Truth,
): HistoryRows {
  const uniform = createUniform(seed);
  const chance = { uniform, normal: createNormal(uniform) };
  const rows: HourRow[] = [];
  const dimensions: DimensionRow[] = [];
  for (let hour = 0; hour < hours; hour++) {
    const truth = truthAt(hour);
    const hourMs = START_MS + hour * HOUR_MS;
    const { runsPerConversation } = truth;
    const conversations = drawPoisson(truth.runsPerDay / 24 / runsPerConversation, uniform);
    if (conversations === 0) continue;
    const row = simulateHour(hourMs, conversations, truth, chance);
    rows.push(row);
    for (const [value, share] of Object.entries(truth.releases)) {
      const runs = Math.round(share * conversations * runsPerConversation);
      if (runs > 0) dimensions.push({ hourMs, dimension: 'release', value, runs });
    }
  }
  return { ...NO_ROWS, hours: rows, dimensions, endMs: START_MS + hours * HOUR_MS };
}

function simulateHour(
  hourMs: number,
  conversations: number,
  truth: Truth,
  chance: Chance,
): HourRow {
  const { uniform } = chance;
  const runs = conversations * truth.runsPerConversation;
  const judgements = simulateJudgements(conversations, truth, uniform);
  const money = simulateMoney(runs, truth, chance);
  let errors = 0;
  let slow = 0;
  for (let i = 0; i < runs; i++) {
    if (uniform() < truth.errorRate) errors++;
    if (uniform() < truth.slowShare) slow++;
  }
  const minutes = Math.min(60, runs);
  return {
    hourMs,
    sums: {
      runs,
      runs_with_status: runs,
      errors,
      timed: runs,
      run_tool_calls: 2 * runs,
      ...judgements,
      ...money,
    },
    runMinutes: minutes,
    okMinutes: errors < runs ? minutes : 0,
    latency: new Map([
      [USUAL_BUCKET, runs - slow],
      [SLOW_BUCKET, slow],
    ]),
  };
}

function simulateJudgements(
  conversations: number,
  { runsPerConversation, hallucinationRate, judgedShare, judge }: Truth,
  uniform: () => number,
): HourRow['sums'] {
  let judged = 0;
  let hallucinated = 0;
  for (let i = 0; i < conversations; i++) {
    const madeUp = uniform() < hallucinationRate;
    for (let j = 0; j < runsPerConversation; j++) {
      if (judgedShare < 1 && uniform() >= judgedShare) continue;
      judged++;
      if (judge === null) hallucinated += madeUp ? 1 : 0;
      else if (uniform() < (madeUp ? judge.sensitivity : 1 - judge.specificity)) hallucinated++;
    }
  }
  return { judged, hallucinated };
}

/** Values and costs of an hour's runs; a run is a success where it is worth anything. */
function simulateMoney(runs: number, truth: Truth, chance: Chance): HourRow['sums'] {
  const { uniform } = chance;
  const stated = { value_n: 0, value_sum: 0, value_sq: 0, value_cost: 0, value_by_cost: 0 };
  const costs = { priced: 0, unpriced: 0, cost_usd: 0, cost_sq: 0 };
  const accepted = { runs: 0, cost: 0 };
  const worthless = { runs: 0, cost: 0 };
  for (let i = 0; i < runs; i++) {
    const priced = truth.pricedShare === 1 || uniform() < truth.pricedShare;
    const cost = priced ? draw(truth.costShape, truth.costUsd, chance) : 0;
    costs[priced ? 'priced' : 'unpriced']++;
    costs.cost_usd += cost;
    costs.cost_sq += cost * cost;
    if (truth.valuedShare < 1 && uniform() >= truth.valuedShare) continue;
    const value = draw(truth.valueShape, truth.valueUsd, chance);
    const outcome = value > 0 ? accepted : worthless;
    outcome.runs++;
    outcome.cost += cost;
    if (!truth.valueStated) continue;
    stated.value_n++;
    stated.value_sum += value;
    stated.value_sq += value * value;
    stated.value_cost += cost;
    stated.value_by_cost += value * cost;
  }
  const basis = truth.valueStated ? 'stated' : 'outcome';
  return {
    ...costs,
    ...stated,
    [`${basis}_accepted`]: accepted.runs,
    [`${basis}_accepted_cost`]: accepted.cost,
    [`${basis}_worthless`]: worthless.runs,
    [`${basis}_worthless_cost`]: worthless.cost,
  };
}

function draw(shape: Shape, mean: number, { uniform, normal }: Chance): number {
  switch (shape) {
    case 'success':
      return uniform() < SUCCESS_SHARE ? mean / SUCCESS_SHARE : 0;
    case 'even':
      return mean * (0.5 + uniform());
    case 'lognormal':
      return mean * Math.exp(normal() - 0.5);
    case 'rare':
      return uniform() < RARE_SHARE ? mean / RARE_SHARE : 0;
  }
}
