/**
 * What is summed. A measure is one column of every roll-up: a row-level SQL expression over a raw
 * table, summed per workload, stage and minute. Rows are signed, so a corrected row subtracts.
 */

/** Exact 64-bit count, floating sum, or exact money (nano-dollars in the database, USD when read). */
export type MeasureType = 'count' | 'real' | 'money';

/** One column of every roll-up. */
export interface Measure {
  readonly source: 'runs' | 'events';
  readonly type: MeasureType;
  /** SQL over one raw row; never NULL. */
  readonly sql: string;
}

const count = (source: Measure['source'], condition: string): Measure => ({
  source,
  type: 'count',
  sql: `toInt64(ifNull(${condition}, 0))`,
});
const real = (source: Measure['source'], expression: string): Measure => ({
  source,
  type: 'real',
  sql: `toFloat64(ifNull(${expression}, 0))`,
});

/** Confidence under which a run counts as unsure of itself. */
export const LOW_CONFIDENCE_BELOW = 0.5;

const cost = 'toFloat64(ifNull(cost_usd, 0))';
const tokens = '(ifNull(tokens_in, 0) + ifNull(tokens_out, 0))';
const hasTokens = '(tokens_in IS NOT NULL OR tokens_out IS NOT NULL)';

/**
 * How a run's value is known, best first: stated in money, as minutes, or only by its outcome.
 * Kept apart because the rates that turn minutes and outcomes into money belong to the workload's
 * record, which may change after the telemetry was summed.
 */
export const VALUE_BASES = {
  stated: 'value_usd IS NOT NULL',
  minutes: '(value_usd IS NULL AND minutes_saved IS NOT NULL)',
  outcome: '(value_usd IS NULL AND minutes_saved IS NULL)',
} as const;
export type ValueBasis = keyof typeof VALUE_BASES;

/** The outcomes that are worth a whole success, a part of one, and nothing. */
export const OUTCOME_CLASSES = {
  accepted: "outcome = 'accepted'",
  edited: "outcome = 'edited'",
  worthless: "outcome IN ('rejected', 'abandoned')",
} as const;
export type OutcomeClass = keyof typeof OUTCOME_CLASSES;

const RUN_MEASURES = {
  runs: { source: 'runs', type: 'count', sql: 'toInt64(1)' },
  runs_with_status: count('runs', 'ok IS NOT NULL'),
  errors: count('runs', 'ok = 0'),
  judged: count('runs', 'hallucination IS NOT NULL'),
  hallucinated: count('runs', 'hallucination = 1'),
  timed: count('runs', 'latency_ms IS NOT NULL'),
  run_tool_calls: count('runs', 'tool_calls'),
  run_tool_failures: count('runs', 'if(tool_calls IS NULL, 0, tool_failures)'),
  tokens_in: count('runs', 'tokens_in'),
  tokens_cached: count('runs', 'tokens_cached'),
  tokens_out: count('runs', 'tokens_out'),
  tokens_reasoning: count('runs', 'tokens_reasoning'),
  runs_with_tokens: count('runs', hasTokens),
  tokens_sq: real('runs', `pow(${tokens}, 2)`),
  cost_usd: { source: 'runs', type: 'money', sql: 'ifNull(cost_usd, toDecimal64(0, 9))' },
  cost_sq: real('runs', `pow(${cost}, 2)`),
  priced: count('runs', 'cost_usd IS NOT NULL'),
  unpriced: count('runs', 'cost_usd IS NULL'),
  unpriced_tokens: count('runs', `if(cost_usd IS NULL, ${tokens}, 0)`),
  with_confidence: count('runs', 'confidence IS NOT NULL'),
  low_confidence: count('runs', `confidence < ${LOW_CONFIDENCE_BELOW}`),
  with_escalation: count('runs', 'escalated IS NOT NULL'),
  escalated: count('runs', 'escalated = 1'),
  rejected: count('runs', "outcome = 'rejected'"),
  abandoned: count('runs', "outcome = 'abandoned'"),
  value_n: count('runs', VALUE_BASES.stated),
  value_sum: real('runs', 'value_usd'),
  value_sq: real('runs', 'pow(toFloat64(value_usd), 2)'),
  value_cost: real('runs', `if(value_usd IS NULL, 0, ${cost})`),
  value_by_cost: real('runs', `toFloat64(value_usd) * ${cost}`),
  saved_n: count('runs', 'minutes_saved IS NOT NULL'),
  saved_sum: real('runs', 'minutes_saved'),
  saved_sq: real('runs', 'pow(minutes_saved, 2)'),
  minutes_n: count('runs', VALUE_BASES.minutes),
  minutes_sum: real('runs', `if(${VALUE_BASES.minutes}, minutes_saved, 0)`),
  minutes_sq: real('runs', `if(${VALUE_BASES.minutes}, pow(minutes_saved, 2), 0)`),
  minutes_cost: real('runs', `if(${VALUE_BASES.minutes}, ${cost}, 0)`),
  minutes_by_cost: real('runs', `if(${VALUE_BASES.minutes}, minutes_saved * ${cost}, 0)`),
} as const satisfies Record<string, Measure>;

type OutcomeMeasureName = `${ValueBasis}_${OutcomeClass}${'' | '_cost'}`;

function outcomeMeasures(): Record<OutcomeMeasureName, Measure> {
  const entries = Object.entries(VALUE_BASES).flatMap(([basis, known]) =>
    Object.entries(OUTCOME_CLASSES).flatMap(([outcome, is]): [string, Measure][] => [
      [`${basis}_${outcome}`, count('runs', `(${known}) AND (${is})`)],
      [`${basis}_${outcome}_cost`, real('runs', `if((${known}) AND ifNull(${is}, 0), ${cost}, 0)`)],
    ]),
  );
  return Object.fromEntries(entries) as Record<OutcomeMeasureName, Measure>;
}

const ofKind = (kind: string, condition: string): Measure =>
  count('events', `kind = '${kind}' AND (${condition})`);
const realOfKind = (kind: string, expression: string): Measure =>
  real('events', `if(kind = '${kind}', ${expression}, 0)`);

/** Judgements of single runs feed the hallucination rate, not the pass rate of evaluation sets. */
const OF_A_SET = "(name != 'hallucination' OR run = '')";

const EVENT_MEASURES = {
  /** Every event but runs, whatever its kind. */
  events_received: { source: 'events', type: 'count', sql: 'toInt64(1)' },
  tool_events: ofKind('tool_call', '1'),
  tool_event_failures: ofKind('tool_call', 'ok = 0'),
  evaluated: ofKind('evaluation', `passed IS NOT NULL AND ${OF_A_SET}`),
  evaluations_passed: ofKind('evaluation', `passed = 1 AND ${OF_A_SET}`),
  reviews: ofKind('review', '1'),
  reviews_with_verdict: ofKind('review', 'verdict IS NOT NULL'),
  reviews_reworked: ofKind('review', "verdict IN ('rework', 'reject')"),
  random_reviews: ofKind('review', "source = 'random' AND verdict IS NOT NULL"),
  random_errors: ofKind('review', "source = 'random' AND verdict IN ('rework', 'reject')"),
  reviews_timed: ofKind('review', 'seconds IS NOT NULL'),
  review_seconds: realOfKind('review', 'seconds'),
  review_seconds_sq: realOfKind('review', 'pow(seconds, 2)'),
  ratings: ofKind('feedback', 'rating IS NOT NULL'),
  rating_sum: realOfKind('feedback', 'rating'),
  rating_sq: realOfKind('feedback', 'pow(rating, 2)'),
  with_complaint: ofKind('feedback', 'complaint IS NOT NULL'),
  complaints: ofKind('feedback', 'complaint = 1'),
  probes: ofKind('probe', '1'),
  probes_ok: ofKind('probe', 'ok = 1'),
  outcome_value: realOfKind('outcome', 'value_usd'),
  eligible: count('events', "if(kind = 'adoption', eligible, 0)"),
  used: count('events', "if(kind = 'adoption', used, 0)"),
  bypass_eligible: count('events', "if(kind = 'adoption' AND bypassed IS NOT NULL, eligible, 0)"),
  bypassed: count('events', "if(kind = 'adoption', bypassed, 0)"),
} as const satisfies Record<string, Measure>;

/** Every measure by its column name. */
export const MEASURES = { ...RUN_MEASURES, ...outcomeMeasures(), ...EVENT_MEASURES };
export type MeasureName = keyof typeof MEASURES;
/**
 * Of the judged runs, those whose judgement is a person's. They are no columns: all that is kept of them
 * are the corrections that people's judgements make.
 */
export const PEOPLE_MEASURES = ['judged_by_people', 'hallucinated_by_people'] as const;
export type PeopleMeasure = (typeof PEOPLE_MEASURES)[number];
/** Whatever a window has a sum of. */
export type SumName = MeasureName | PeopleMeasure;
/** The same names, in the order of the columns. */
export const MEASURE_NAMES = Object.keys(MEASURES) as MeasureName[];

/**
 * Measures that no signal uses: parts of totals that pages show (cached and reasoning tokens, tokens
 * without a price, the two ways of being worthless, and what those cost where a value was stated).
 */
export const DISPLAY_MEASURES = [
  'tokens_cached',
  'tokens_reasoning',
  'unpriced_tokens',
  'rejected',
  'abandoned',
  'stated_worthless_cost',
] as const satisfies readonly MeasureName[];

/**
 * Which minutes of an hour had runs that state whether they succeeded, and successful ones: bit i
 * stands for minute i. Sums cannot count distinct minutes when rows arrive in pieces; a bitwise or can.
 * A minute in which no run states it is no downtime: it is not known.
 */
export const MINUTE_MASKS = {
  run_minutes: 'ok IS NOT NULL',
  ok_minutes: 'ok = 1',
} as const;
export type MinuteMaskName = keyof typeof MINUTE_MASKS;
