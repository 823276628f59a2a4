import { MINUTE_MS } from '../../../core/time.ts';
import { stepCondition, type ConditionTrack } from '../../../alerts/condition/condition-track.ts';
import { EVALUATION_DELAY_MS } from '../../../alerts/engine/alert-engine.ts';
import { readRule } from '../../../alerts/evaluate/read-condition.ts';
import { STARTER_RULES } from '../../../alerts/registry/starter-rules.ts';
import { compileRule } from '../../../alerts/rule/compiled-rule.ts';
import { ruleDocument } from '../../../alerts/rule/rule.ts';
import { SummedWindow } from '../../../signals/summed-window.ts';
import { median } from '../benchmark.ts';
import type { ProofFigure } from './proof-figures.ts';
import { createUniform, drawPoisson } from '../../core/statistics/seeded-random.ts';

const RULE = 'error-budget';
const HISTORIES = 1000;
/** Quiet before the outage, so that the long windows hold what they would hold. */
const MINUTES_BEFORE = 4 * 24 * 60;
const MINUTES_WATCHED = 24 * 60;
const HEALTHY = 0.002;

/** How much comes in a day, and which share of it fails while it is out. */
interface Outage {
  readonly runsADay: number;
  readonly failing: number;
}

/** Half of the runs fail: how soon somebody is told, by the rule that every installation starts with. */
export function alertFigures(): ProofFigure[] {
  return [200, 1000, 10_000].map((runsADay) => {
    const found = minutesToAlert({ runsADay, failing: 0.5 });
    const name = `half of ${runsADay.toLocaleString('en')} runs a day fail, until an alert fires`;
    return { name, value: median(found), unit: 'minutes', atMost: null, histories: found.length };
  });
}

/** Minutes from the beginning of an outage until the starter rule on errors fires, one a history. */
function minutesToAlert(outage: Outage): number[] {
  return Array.from({ length: HISTORIES }, (_, seed) => oneHistory(outage, createUniform(seed)));
}

function oneHistory({ runsADay, failing }: Outage, uniform: () => number): number {
  const written = STARTER_RULES.find(({ id }) => id === RULE);
  const rule = compileRule(ruleDocument.parse(written), 1);
  const length = MINUTES_BEFORE + MINUTES_WATCHED;
  const runs = new Float64Array(length + 1);
  const errors = new Float64Array(length + 1);
  for (let minute = 0; minute < length; minute += 1) {
    const count = drawPoisson(runsADay / (24 * 60), uniform);
    const share = minute < MINUTES_BEFORE ? HEALTHY : failing;
    let failed = 0;
    for (let i = 0; i < count; i += 1) if (uniform() < share) failed += 1;
    runs[minute + 1] = runs[minute]! + count;
    errors[minute + 1] = errors[minute]! + failed;
  }
  let track: ConditionTrack = { state: 'normal' };
  for (let minute = MINUTES_BEFORE + 1; minute <= length; minute += 1) {
    const window = ({ lengthMs }: { readonly lengthMs: number }) => {
      const from = Math.max(0, minute - lengthMs / MINUTE_MS);
      const sums = { runs: runs[minute]! - runs[from]!, errors: errors[minute]! - errors[from]! };
      return sums.runs === 0 ? null : windowOf(sums);
    };
    const looked = { businessCase: {}, firstMs: 0, window, hours: null };
    const { input } = readRule(rule, looked, minute * MINUTE_MS);
    ({ track } = stepCondition(track, input, rule.times, minute * MINUTE_MS));
    if (track.state === 'firing') {
      return minute - MINUTES_BEFORE + EVALUATION_DELAY_MS / MINUTE_MS;
    }
  }
  return Infinity;
}

function windowOf(sums: { readonly runs: number; readonly errors: number }): SummedWindow {
  return new SummedWindow({
    fromMs: 0,
    toMs: MINUTE_MS,
    sum: (measure) =>
      measure === 'errors'
        ? sums.errors
        : measure === 'runs' || measure === 'runs_with_status'
          ? sums.runs
          : 0,
    latency: { buckets: [], counts: [] },
    runMinutes: 0,
    okMinutes: 0,
  });
}
