import type { WireEvent } from '../core/event.ts';

/** Longest summary, in characters. */
const MAX_SUMMARY = 200;
const MAX_CLAIM = 64;

/** What a rejected event says of itself, as far as that is a text; else empty. */
export function claimOf(value: unknown, field: 'workload' | 'kind'): string {
  if (typeof value !== 'object' || value === null) return '';
  const claim = (value as Record<string, unknown>)[field];
  return typeof claim === 'string' ? claim.slice(0, MAX_CLAIM) : '';
}

type Part = string | null | undefined | false;

const result = (ok: boolean | null | undefined): Part => (ok == null ? null : ok ? 'ok' : 'failed');
const ms = (latency: number | null | undefined): Part =>
  latency == null ? null : `${Math.round(latency)} ms`;
const usd = (amount: number | null | undefined): Part =>
  amount == null ? null : `${amount < 0 ? '−' : ''}$${Number(Math.abs(amount).toPrecision(6))}`;
const named = (name: string, value: number | string | null | undefined): Part =>
  value == null ? null : `${name} ${value}`;
const flag = (name: string, value: boolean | null | undefined): Part =>
  value == null ? null : value ? name : `not ${name}`;

/** What matters about an event, in the order people look for it; an absent field says nothing. */
function partsOf(event: WireEvent): readonly Part[] {
  switch (event.kind) {
    case 'run':
      return [
        result(event.ok),
        ms(event.latency_ms),
        event.model,
        named('in', event.tokens_in),
        named('out', event.tokens_out),
        usd(event.cost_usd),
        event.outcome,
        event.hallucination === true && 'hallucinated',
        event.error,
      ];
    case 'tool_call':
      return [event.tool, result(event.ok), ms(event.latency_ms), event.error];
    case 'evaluation':
      return [
        event.name,
        named('score', event.score),
        event.label,
        flag('passed', event.passed),
        named('by', event.evaluator),
      ];
    case 'review':
      return [
        event.verdict,
        named('source', event.source),
        event.seconds == null ? null : `${Math.round(event.seconds)} s`,
        event.failure_pattern,
      ];
    case 'feedback':
      return [named('rating', event.rating), event.complaint === true && 'complaint'];
    case 'probe':
      return [event.ok ? 'up' : 'down', ms(event.latency_ms)];
    case 'deployment':
      return [
        event.change,
        event.release,
        event.exposure_percent == null ? null : `${event.exposure_percent} % of traffic`,
      ];
    case 'incident':
      return [event.incident, event.phase, event.drill === true && 'drill', event.cause];
    case 'cost':
      return [event.category, usd(event.amount_usd)];
    case 'outcome':
      return [event.name, named('count', event.count), usd(event.value_usd)];
    case 'adoption':
      return [
        `${event.used} used of ${event.eligible} eligible`,
        named('bypassed', event.bypassed),
      ];
    case 'distribution':
      return [event.feature, event.role];
    case 'drift':
      return [event.feature, named('score', event.score), event.method];
    case 'metric':
      return [event.signal, String(event.value), named('n', event.n)];
  }
}

/** An event in one line of at most 200 characters; names nobody. */
export function summarizeEvent(event: WireEvent): string {
  const text = partsOf(event)
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' · ')
    .replaceAll(/\s+/g, ' ');
  return text.length > MAX_SUMMARY ? `${text.slice(0, MAX_SUMMARY - 1)}…` : text;
}
