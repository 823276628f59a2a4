import { MAX_MONEY_USD, roundUsd } from '../../core/money.ts';
import type { PricedUsage, RunCost } from '../price-run.ts';
import type { AiSpan } from './ai-span.ts';
import { isBelow, type SpanTree } from './span-tree.ts';

/** The calls of models in a trace, each once. */
export interface BilledCalls {
  /** Calls that state tokens or a cost. */
  readonly stated: readonly AiSpan[];
  /** Calls that state neither. */
  readonly unstated: readonly AiSpan[];
}

/** Prices a call at its own time; `createRunPricer` makes one. */
export type PriceCall = (usage: PricedUsage, tsMs: number) => RunCost;

const isCall = ({ role }: AiSpan): boolean => role === 'inference' || role === 'embedding';

const isStated = (span: AiSpan): boolean =>
  span.tokens_in !== null || span.tokens_out !== null || span.cost_usd !== null;

/** Adds every span above one of the spans. */
function spansAbove(spans: readonly AiSpan[], { parentOf }: SpanTree): ReadonlySet<AiSpan> {
  const above = new Set<AiSpan>();
  for (const span of spans) {
    let at = parentOf(span);
    while (at !== null && !above.has(at)) {
      above.add(at);
      at = parentOf(at);
    }
  }
  return above;
}

/**
 * Finds the calls that count. Frameworks repeat the tokens of a call on the calls around it, so only
 * the lowest one that states any counts; where two nested spans of a call state nothing, they are
 * one call.
 */
export function findBilledCalls(spans: readonly AiSpan[], tree: SpanTree): BilledCalls {
  const calls = spans.filter(isCall);
  const statedCalls = calls.filter(isStated);
  const aboveStated = spansAbove(statedCalls, tree);
  const stated = statedCalls.filter((call) => !aboveStated.has(call));
  const aboveAny = spansAbove(calls, tree);
  const counted = new Set(stated);
  const isCovered = isBelow(tree, (span) => counted.has(span));
  const unstated = calls.filter(
    (call) => !isStated(call) && !aboveAny.has(call) && !isCovered(call),
  );
  return { stated, unstated };
}

/** A sum over the calls that state the count; null where none does. */
export function sumTokens(
  calls: readonly AiSpan[],
  field: 'tokens_in' | 'tokens_cached' | 'tokens_out' | 'tokens_reasoning',
): number | null {
  let sum: number | null = null;
  for (const call of calls) {
    const count = call[field];
    if (count !== null) sum = (sum ?? 0) + count;
  }
  return sum;
}

/** Null, and an amount that the contract does not take, are no cost. */
const isCost = (usd: number | null): usd is number =>
  usd !== null && usd >= 0 && usd <= MAX_MONEY_USD;

/**
 * The cost of all calls, each at its own price; unknown where that of one or of all is. A call that failed and
 * states nothing is taken as not billed, unless there is no other.
 */
export function sumCosts({ stated, unstated }: BilledCalls, price: PriceCall): RunCost {
  const unknown: RunCost = { costUsd: null, costSource: '' };
  if (stated.length === 0 || unstated.some(({ ok }) => ok !== false)) return unknown;
  let sum = 0;
  let source: RunCost['costSource'] = 'stated';
  for (const call of stated) {
    const { costUsd, costSource } = price(call, call.tsMs);
    if (!isCost(costUsd)) return unknown;
    sum += costUsd;
    if (costSource === 'priced') source = 'priced';
  }
  return isCost(sum) ? { costUsd: roundUsd(sum), costSource: source } : unknown;
}

const tokensOf = (span: AiSpan): number => (span.tokens_in ?? 0) + (span.tokens_out ?? 0);

/** The call with the most tokens, the earlier one of two equals; null where there is none. */
export function largestCall({ stated, unstated }: BilledCalls): AiSpan | null {
  let largest: AiSpan | null = null;
  for (const call of [...stated, ...unstated]) {
    if (largest === null || tokensOf(call) > tokensOf(largest)) largest = call;
  }
  return largest;
}
