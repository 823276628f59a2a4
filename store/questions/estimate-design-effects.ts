import { z } from 'zod';
import { designEffect } from '../../core/statistics/design-effect.ts';
import { MEASURES, OUTCOME_CLASSES, type MeasureName } from '../../signals/measures.ts';
import type { Database } from '../database.ts';

/** What a signal counts in a run, as SQL over a raw row: trials, what they sum to, and its squares. */
interface RunTerms {
  readonly trials: string;
  readonly sum: string;
  readonly squares: string;
}

const sql = (measure: MeasureName): string => `toFloat64(${MEASURES[measure].sql})`;
/** Of successes, which are their own squares. */
const share = (trials: string, sum: string): RunTerms => ({ trials, sum, squares: sum });

const { accepted, edited, worthless } = OUTCOME_CLASSES;

/** The signals whose trials are runs or lie within runs. */
const SIGNAL_TERMS: Readonly<Record<string, RunTerms>> = {
  hallucination_rate: share(
    `if(is_said, 1., ${sql('judged')})`,
    `if(is_said, toFloat64(said), ${sql('hallucinated')})`,
  ),
  error_rate: share(sql('runs_with_status'), sql('errors')),
  escalation_rate: share(sql('with_escalation'), sql('escalated')),
  low_confidence_rate: share(sql('with_confidence'), sql('low_confidence')),
  acceptance_rate: share(
    `toFloat64(${accepted} OR ${edited} OR ${worthless})`,
    `toFloat64(${accepted} OR ${edited})`,
  ),
  tool_call_success: share(
    sql('run_tool_calls'),
    `(${sql('run_tool_calls')} - ${sql('run_tool_failures')})`,
  ),
  value_per_run: { trials: sql('value_n'), sum: sql('value_sum'), squares: sql('value_sq') },
  cost_per_run: { trials: sql('priced'), sum: sql('cost_usd'), squares: sql('cost_sq') },
  tokens_per_run: {
    trials: sql('runs_with_tokens'),
    sum: `(${sql('tokens_in')} + ${sql('tokens_out')})`,
    squares: sql('tokens_sq'),
  },
  net_minutes_saved: { trials: sql('saved_n'), sum: sql('saved_sum'), squares: sql('saved_sq') },
};
const SIGNALS = Object.entries(SIGNAL_TERMS);

/** Runs of a conversation belong together, else those of a user; any other run is by itself. */
const CLUSTER = `multiIf(conversation != '', sipHash64('conversation', conversation),
  user_hash != '', sipHash64('user', user_hash), sipHash64('run', id))`;

const WITHIN = `workload IN {workloads: Array(String)}
  AND ts >= fromUnixTimestamp64Milli({fromMs: Int64}) AND ts < fromUnixTimestamp64Milli({toMs: Int64})`;
const CHOSEN_RUNS = `${WITHIN} AND ${CLUSTER} % {oneIn: UInt64} = 0`;

/** Runs with what reviews and evaluations said of them: the best-ranked word, of several the last. */
const JUDGED_RUNS = `SELECT * FROM (SELECT *, ${CLUSTER} AS cluster FROM runs WHERE ${CHOSEN_RUNS}) AS r
  LEFT ANY JOIN (
    SELECT workload, run_key, argMax(hallucinated, (-toInt16(rank), ts)) AS said, 1 AS is_said
    FROM judgement WHERE ${WITHIN}
      AND (workload, run_key) IN (SELECT workload, sipHash64(id) FROM runs WHERE ${CHOSEN_RUNS})
    GROUP BY workload, run_key
  ) AS j ON r.workload = j.workload AND sipHash64(r.id) = j.run_key`;

/** Sums by cluster, then over clusters: [workload, …seven sums a signal]; see ClusterSums. */
const CLUSTER_SUMS = `SELECT workload, ${SIGNALS.map(
  (_, i) => `countIf(m${i} > 0), sum(m${i}), sum(y${i}), sum(q${i}),
    sum(m${i} * m${i}), sum(y${i} * y${i}), sum(m${i} * y${i})`,
).join(', ')}
FROM (SELECT workload, cluster, ${SIGNALS.map(
  ([, { trials, sum, squares }], i) =>
    `sum(sign * ${trials}) AS m${i}, sum(sign * ${sum}) AS y${i}, sum(sign * ${squares}) AS q${i}`,
).join(', ')}
  FROM (${JUDGED_RUNS}) GROUP BY workload, cluster)
GROUP BY workload`;
const SUMS_A_SIGNAL = 7;

/** [workload, …sums]. */
const sumsRow = z.tuple([z.string()]).rest(z.number());

/**
 * Runs looked at in one question: their clusters are held in memory. Of a workload with more, whole
 * clusters are left out at random, which leaves the spread between clusters what it is.
 */
const RUNS_AT_ONCE = 500_000;

/** Workloads of one question, and that it takes one in so many of their clusters. */
interface Batch {
  readonly workloads: string[];
  readonly oneIn: number;
}

function batchesOf(counted: readonly { workload: string; runs: number }[]): Batch[] {
  const batches: Batch[] = [];
  let runsOfLast = Infinity;
  for (const { workload, runs } of counted) {
    const last = batches.at(-1);
    if (last && runsOfLast + runs <= RUNS_AT_ONCE) {
      last.workloads.push(workload);
      runsOfLast += runs;
    } else {
      batches.push({ workloads: [workload], oneIn: Math.ceil(runs / RUNS_AT_ONCE) });
      runsOfLast = runs;
    }
  }
  return batches;
}

/** The effect of clusters on one signal of a workload. */
export interface DesignEffect {
  readonly workload: string;
  readonly signal: string;
  /** At least 1; see `designEffect`. */
  readonly effect: number;
  /** Clusters and trials it was estimated from. */
  readonly clusters: number;
  readonly n: number;
}

function effectsOf([workload, ...numbers]: z.output<typeof sumsRow>): DesignEffect[] {
  return SIGNALS.flatMap(([signal], i) => {
    const [clusters = 0, trials = 0, sum = 0, sumSquares = 0, ...products] = numbers.slice(
      i * SUMS_A_SIGNAL,
      (i + 1) * SUMS_A_SIGNAL,
    );
    const [trialsSquared = 0, sumSquared = 0, trialsTimesSum = 0] = products;
    const all = { clusters, trials, sum, sumSquares, trialsSquared, sumSquared, trialsTimesSum };
    const effect = designEffect(all);
    return effect === null ? [] : [{ workload, signal, effect, clusters, n: trials }];
  });
}

/** Of when and of whom effects are to be estimated. */
export interface DesignEffectQuestion {
  /** Runs in [fromMs, toMs), epoch milliseconds at a start of day. */
  readonly fromMs: number;
  readonly toMs: number;
  /** These workloads are left out. */
  readonly except: ReadonlySet<string>;
}

/**
 * How much the runs of each workload are worth less for coming in conversations, else by user, signal
 * by signal, out of raw runs. Some workloads after another, so that it can be stopped in between.
 * @returns no effect of a signal that too few clusters, or only like trials, tell about
 */
export async function* estimateDesignEffects(
  database: Database,
  { fromMs, toMs, except }: DesignEffectQuestion,
): AsyncGenerator<DesignEffect[], void> {
  const counted = await database.query(
    'design-effect-workloads',
    `SELECT workload, sum(runs) AS n FROM rollup_day
     WHERE at >= fromUnixTimestamp64Milli({fromMs: Int64}) AND at < fromUnixTimestamp64Milli({toMs: Int64})
     GROUP BY workload HAVING n > 0 ORDER BY n`,
    z.object({ workload: z.string(), n: z.number() }),
    { fromMs, toMs },
  );
  const due = counted
    .filter(({ workload }) => !except.has(workload))
    .map(({ workload, n }) => ({ workload, runs: n }));
  for (const { workloads, oneIn } of batchesOf(due)) {
    const rows = await database.queryCompact('design-effects', CLUSTER_SUMS, sumsRow, {
      workloads,
      oneIn,
      fromMs,
      toMs,
    });
    yield rows.flatMap(effectsOf);
  }
}
