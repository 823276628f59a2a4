import type { WireEvent, WireEventOf } from '../../core/event.ts';
import { LOW_CONFIDENCE_BELOW, type MeasureName } from '../../signals/measures.ts';

/** What one event adds to the measures; the same as signals/measures.ts says in SQL. */
export type Sums = Partial<Record<MeasureName, number>>;

const flag = (condition: boolean | null | undefined): number => (condition === true ? 1 : 0);
const known = (value: unknown): number => flag(value !== null && value !== undefined);

/**
 * What one run adds.
 * @param costUsd stated or priced, USD; null where unknown
 */
export function sumsOfRun(run: WireEventOf<'run'>, costUsd: number | null): Sums {
  const cost = costUsd ?? 0;
  const tokens = (run.tokens_in ?? 0) + (run.tokens_out ?? 0);
  const value = run.value_usd;
  const minutes = run.minutes_saved;
  const byMinutes = known(value) === 0 && known(minutes) === 1;
  const sums: Sums = {
    runs: 1,
    runs_with_status: known(run.ok),
    errors: flag(run.ok === false),
    judged: known(run.hallucination),
    hallucinated: flag(run.hallucination),
    timed: known(run.latency_ms),
    run_tool_calls: run.tool_calls ?? 0,
    run_tool_failures: known(run.tool_calls) * (run.tool_failures ?? 0),
    tokens_in: run.tokens_in ?? 0,
    tokens_cached: run.tokens_cached ?? 0,
    tokens_out: run.tokens_out ?? 0,
    tokens_reasoning: run.tokens_reasoning ?? 0,
    runs_with_tokens: Math.max(known(run.tokens_in), known(run.tokens_out)),
    tokens_sq: tokens ** 2,
    cost_usd: cost,
    cost_sq: cost ** 2,
    priced: known(costUsd),
    unpriced: 1 - known(costUsd),
    unpriced_tokens: costUsd === null ? tokens : 0,
    with_confidence: known(run.confidence),
    low_confidence: flag((run.confidence ?? 1) < LOW_CONFIDENCE_BELOW),
    with_escalation: known(run.escalated),
    escalated: flag(run.escalated),
    rejected: flag(run.outcome === 'rejected'),
    abandoned: flag(run.outcome === 'abandoned'),
    value_n: known(value),
    value_sum: value ?? 0,
    value_sq: (value ?? 0) ** 2,
    value_cost: known(value) * cost,
    value_by_cost: (value ?? 0) * cost,
    saved_n: known(minutes),
    saved_sum: minutes ?? 0,
    saved_sq: (minutes ?? 0) ** 2,
    minutes_n: flag(byMinutes),
    minutes_sum: byMinutes ? (minutes ?? 0) : 0,
    minutes_sq: byMinutes ? (minutes ?? 0) ** 2 : 0,
    minutes_cost: byMinutes ? cost : 0,
    minutes_by_cost: byMinutes ? (minutes ?? 0) * cost : 0,
  };
  if (run.outcome) {
    const basis = known(value) === 1 ? 'stated' : byMinutes ? 'minutes' : 'outcome';
    const kind = run.outcome === 'accepted' || run.outcome === 'edited' ? run.outcome : 'worthless';
    sums[`${basis}_${kind}`] = 1;
    sums[`${basis}_${kind}_cost`] = cost;
  }
  return sums;
}

/**
 * What an event other than a run adds.
 * @throws TypeError for a run, which needs its price
 */
export function sumsOfEvent(event: WireEvent): Sums {
  return { events_received: 1, ...sumsOfKind(event) };
}

function sumsOfKind(event: WireEvent): Sums {
  switch (event.kind) {
    case 'tool_call':
      return { tool_events: 1, tool_event_failures: flag(!event.ok) };
    case 'evaluation':
      if (known(event.passed) === 0 || (event.name === 'hallucination' && event.run)) return {};
      return { evaluated: 1, evaluations_passed: flag(event.passed) };
    case 'review':
      return sumsOfReview(event);
    case 'feedback': {
      const rating = event.rating ?? 0;
      return {
        ratings: known(event.rating),
        rating_sum: rating,
        rating_sq: rating ** 2,
        with_complaint: known(event.complaint),
        complaints: flag(event.complaint),
      };
    }
    case 'probe':
      return { probes: 1, probes_ok: flag(event.ok) };
    case 'outcome':
      return { outcome_value: event.value_usd ?? 0 };
    case 'adoption':
      return {
        eligible: event.eligible,
        used: event.used,
        bypass_eligible: known(event.bypassed) * event.eligible,
        bypassed: event.bypassed ?? 0,
      };
    case 'run':
      throw new TypeError('a run needs its price: sumsOfRun');
    case 'deployment':
    case 'incident':
    case 'cost':
    case 'distribution':
    case 'drift':
    case 'metric':
      return {};
  }
}

function sumsOfReview(event: WireEventOf<'review'>): Sums {
  const isError = event.verdict === 'rework' || event.verdict === 'reject';
  const isRandom = event.source === 'random' && known(event.verdict) === 1;
  const seconds = event.seconds ?? 0;
  return {
    reviews: 1,
    reviews_with_verdict: known(event.verdict),
    reviews_reworked: flag(isError),
    random_reviews: flag(isRandom),
    random_errors: flag(isRandom && isError),
    reviews_timed: known(event.seconds),
    review_seconds: seconds,
    review_seconds_sq: seconds ** 2,
  };
}
