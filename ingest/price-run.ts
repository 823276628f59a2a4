import {
  calcPrice,
  type ModelInfo,
  type ModelPrice,
  type PriceCalculationResult,
} from '@pydantic/genai-prices';
import { MAX_MONEY_USD, NANO_USD } from '../core/money.ts';
import { DAY_MS, MINUTE_MS } from '../core/time.ts';
import { MICRO_USD, PARTS_PER_NANO, type FindPrice, type TokenPrices } from './price-overrides.ts';

/** What a run says that its cost depends on; null and undefined are absent. */
export interface PricedUsage {
  readonly provider?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly cost_usd?: number | null | undefined;
  readonly tokens_in?: number | null | undefined;
  readonly tokens_cached?: number | null | undefined;
  readonly tokens_out?: number | null | undefined;
  readonly tokens_reasoning?: number | null | undefined;
}

/** A run's cost in USD and where it comes from; null is unpriced, which is never 0. */
export interface RunCost {
  readonly costUsd: number | null;
  readonly costSource: '' | 'stated' | 'priced';
}

const UNPRICED: RunCost = { costUsd: null, costSource: '' };

/** Names a sender makes up must not fill memory: past this many the memory starts over. */
const MAX_REMEMBERED = 10_000;

type Price = ModelPrice[string];

/** A price in micro-dollars at a total input, which decides the tier for every unit. */
function microAt(price: Exclude<Price, undefined>, totalInput: number): number {
  if (typeof price === 'number') return Math.round(price * MICRO_USD);
  let usd = price.base;
  for (const tier of price.tiers) if (totalInput > tier.start) usd = tier.price;
  return Math.round(usd * MICRO_USD);
}

/** The package's own sum, restricted to what a run states, in whole numbers: exact to the nano. */
function compilePrices(price: ModelPrice): TokenPrices | null {
  const { input_mtok: input, output_mtok: output, requests_kcount: requests } = price;
  if (input === undefined && output === undefined) return null;
  const cached = price.cache_read_mtok ?? input ?? 0;
  const reasoning = price.output_reasoning_mtok ?? output ?? 0;
  return (tokens) => {
    const total = tokens.input;
    const parts =
      (total - tokens.cached) * microAt(input ?? 0, total) +
      tokens.cached * microAt(cached, total) +
      (tokens.output - tokens.reasoning) * microAt(output ?? 0, total) +
      tokens.reasoning * microAt(reasoning, total);
    // Micro-dollars per thousand requests are nano-dollars per request.
    const request = requests === undefined ? 0 : microAt(requests, total);
    return (Math.round(parts / PARTS_PER_NANO) + request) / NANO_USD;
  };
}

/** How long one look-up holds: prices change at midnight UTC, or at a minute of the day. */
function periodOf({ prices }: ModelInfo): number {
  if (!Array.isArray(prices)) return Infinity;
  return prices.some(({ constraint }) => constraint?.type === 'time_of_date') ? MINUTE_MS : DAY_MS;
}

interface KnownModel {
  readonly periodMs: number;
  readonly byPeriod: Map<number, TokenPrices | null>;
}

/** A price list that stumbles over a name knows no price for it; it must not stop the batch. */
function ask(model: string, provider: string | null, tsMs: number): PriceCalculationResult {
  const timestamp = new Date(tsMs);
  try {
    return calcPrice(
      {},
      model,
      provider === null ? { timestamp } : { timestamp, providerId: provider },
    );
  } catch {
    return null;
  }
}

/**
 * Prices runs: by the prices that people set, else from the price list that is part of the package,
 * which is never fetched anew. A cost beyond MAX_MONEY_USD is a unit mistake and stays unknown.
 * @param overrides asked for each run without a stated cost; null where people set no price
 * @returns a function of a run and its own time in epoch milliseconds
 * @example a gpt-4.1 run with 1,000,000 tokens in, 500,000 of them cached, and 100,000 out // 2.05
 */
export function createRunPricer(
  overrides: () => FindPrice | null = () => null,
): (run: PricedUsage, tsMs: number) => RunCost {
  const known = new Map<string | null, Map<string, KnownModel | null>>();
  let remembered = 0;

  function find(model: string, provider: string | null, tsMs: number): KnownModel | null {
    const ofProvider = known.get(provider);
    const found = ofProvider?.get(model);
    if (found !== undefined) return found;
    const answer = ask(model, provider, tsMs);
    const fresh = answer && { periodMs: periodOf(answer.model), byPeriod: new Map() };
    if (remembered >= MAX_REMEMBERED) {
      known.clear();
      remembered = 0;
    }
    remembered += 1;
    const target = known.get(provider) ?? new Map<string, KnownModel | null>();
    known.set(provider, target.set(model, fresh));
    return fresh;
  }

  function pricesOf(model: string, provider: string | null, tsMs: number): TokenPrices | null {
    const found = find(model, provider, tsMs);
    if (!found) return null;
    const period = found.periodMs === Infinity ? 0 : Math.floor(tsMs / found.periodMs);
    let prices = found.byPeriod.get(period);
    if (prices === undefined) {
      const answer = ask(model, provider, tsMs);
      prices = answer && compilePrices(answer.model_price);
      if (found.byPeriod.size >= MAX_REMEMBERED) found.byPeriod.clear();
      found.byPeriod.set(period, prices);
    }
    return prices;
  }

  return (run, tsMs) => {
    if (run.cost_usd != null) return { costUsd: run.cost_usd, costSource: 'stated' };
    if (!run.model) return UNPRICED;
    const provider = run.provider || null;
    const set = overrides()?.(run.model, provider, tsMs) ?? null;
    const isCounted = run.tokens_in != null || run.tokens_out != null;
    if (!isCounted && !set?.isPerCallOnly) return UNPRICED;
    const costOf = set ? set.costOf : pricesOf(run.model, provider, tsMs);
    if (!costOf) return UNPRICED;
    const cached = run.tokens_cached ?? 0;
    const reasoning = run.tokens_reasoning ?? 0;
    const input = Math.max(run.tokens_in ?? 0, cached);
    const output = Math.max(run.tokens_out ?? 0, reasoning);
    const costUsd = costOf({ input, cached, output, reasoning });
    return costUsd <= MAX_MONEY_USD ? { costUsd, costSource: 'priced' } : UNPRICED;
  };
}
