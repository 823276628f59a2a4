import { z } from 'zod';
import { NANO_USD } from '../core/money.ts';

const MAX_USD_PER_MTOK = 1e6;
const MAX_REQUEST_USD = 1e6;

/** An amount with at most so many digits after the point, so that sums stay whole numbers. */
const usd = (max: number, digits: number) =>
  z
    .number()
    .min(0)
    .max(max)
    .refine(
      (amount) => Number(amount.toFixed(digits)) === amount,
      `at most ${digits} digits after the point`,
    );
const perMillionTokens = usd(MAX_USD_PER_MTOK, 6);
const day = z.iso.date();

/** A model's own price, negotiated or self-hosted, as people write it. */
export const priceDocument = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a slug: a-z, 0-9 and -, at most 63 characters'),
  provider: z.string().min(1).max(128).nullable().describe('null: whoever provides the model'),
  model: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^*]*\*?$/, 'expected an exact name, or the start of names followed by *')
    .describe('an exact name, or the start of names followed by *; upper and lower case are one'),
  from: day.describe('first day in UTC, by the time at which a run happened'),
  until: day.nullable().describe('first day on which it no longer holds; null: no end'),
  input_usd_per_mtok: perMillionTokens.describe('USD per million tokens in'),
  cached_usd_per_mtok: perMillionTokens
    .nullable()
    .describe('of tokens in, those read from a cache; null: like the rest'),
  output_usd_per_mtok: perMillionTokens.describe('USD per million tokens out'),
  reasoning_usd_per_mtok: perMillionTokens
    .nullable()
    .describe('of tokens out, those of reasoning; null: like the rest'),
  request_usd: usd(MAX_REQUEST_USD, 9).nullable().describe('USD per call, beside its tokens'),
  note: z.string().max(1000),
});
export type PriceDocument = z.infer<typeof priceDocument>;

/** What a price takes where nothing is stated. */
export const PRICE_DEFAULTS = {
  provider: null,
  until: null,
  cached_usd_per_mtok: null,
  reasoning_usd_per_mtok: null,
  request_usd: null,
  note: '',
} as const satisfies Partial<PriceDocument>;

/** Tokens a run states; what is absent is 0 here. */
export interface Tokens {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

/** What tokens cost at a model's prices, in USD. */
export type TokenPrices = (tokens: Tokens) => number;

/** Prices are kept in whole micro-dollars per million tokens. */
export const MICRO_USD = 1e6;
/**
 * Tokens times micro-dollars per million tokens come in thousandths of a nano-dollar, so that their
 * sum is exact.
 */
export const PARTS_PER_NANO = 1000;

/** A price that people set, ready to be asked. */
interface SetPrice {
  readonly costOf: TokenPrices;
  /** Whether token counts change nothing: a model that is free, or has a fixed price per call. */
  readonly isPerCallOnly: boolean;
}

/** Finds the price that people set for a model at an instant; null where they set none. */
export type FindPrice = (model: string, provider: string | null, tsMs: number) => SetPrice | null;

interface Override extends SetPrice {
  readonly provider: string | null;
  /** Lower case, without the asterisk. */
  readonly name: string;
  readonly isPrefix: boolean;
  readonly fromMs: number;
  readonly untilMs: number;
}

function compilePrice(price: PriceDocument): SetPrice {
  const input = Math.round(price.input_usd_per_mtok * MICRO_USD);
  const cached = Math.round((price.cached_usd_per_mtok ?? price.input_usd_per_mtok) * MICRO_USD);
  const output = Math.round(price.output_usd_per_mtok * MICRO_USD);
  const reasoning = Math.round(
    (price.reasoning_usd_per_mtok ?? price.output_usd_per_mtok) * MICRO_USD,
  );
  const request = Math.round((price.request_usd ?? 0) * NANO_USD);
  return {
    isPerCallOnly: input + cached + output + reasoning === 0,
    costOf: (tokens) => {
      const parts =
        (tokens.input - tokens.cached) * input +
        tokens.cached * cached +
        (tokens.output - tokens.reasoning) * output +
        tokens.reasoning * reasoning;
      return (Math.round(parts / PARTS_PER_NANO) + request) / NANO_USD;
    },
  };
}

const sameName = (text: string): string => text.toLowerCase().trim();

function readOverride(price: PriceDocument): Override {
  const isPrefix = price.model.endsWith('*');
  return {
    ...compilePrice(price),
    provider: price.provider === null ? null : sameName(price.provider),
    name: sameName(isPrefix ? price.model.slice(0, -1) : price.model),
    isPrefix,
    fromMs: Date.parse(price.from),
    untilMs: price.until === null ? Infinity : Date.parse(price.until),
  };
}

/** Exact before prefix, longer before shorter, a provider's own before any's, later before earlier. */
function byRank(a: Override, b: Override): number {
  if (a.isPrefix !== b.isPrefix) return a.isPrefix ? 1 : -1;
  if (a.name.length !== b.name.length) return b.name.length - a.name.length;
  if ((a.provider === null) !== (b.provider === null)) return a.provider === null ? 1 : -1;
  return b.fromMs - a.fromMs;
}

/** Whether two prices hold for the same model and provider from the same day, so that none wins. */
export function areRivals(a: PriceDocument, b: PriceDocument): boolean {
  const [left, right] = [readOverride(a), readOverride(b)];
  return (
    left.name === right.name &&
    left.isPrefix === right.isPrefix &&
    left.provider === right.provider &&
    left.fromMs === right.fromMs
  );
}

/** Names a sender makes up must not fill memory: past this many the memory starts over. */
const MAX_REMEMBERED = 10_000;

/**
 * Makes prices ready to be asked for each run.
 * @returns null where there are none, so that runs needn't ask
 */
export function compilePriceOverrides(prices: readonly PriceDocument[]): FindPrice | null {
  if (prices.length === 0) return null;
  const ranked = prices.map(readOverride).toSorted(byRank);
  const ofModel = new Map<string, readonly Override[]>();

  function candidates(model: string): readonly Override[] {
    const known = ofModel.get(model);
    if (known) return known;
    const asked = sameName(model);
    const found = ranked.filter(({ name, isPrefix }) =>
      isPrefix ? asked.startsWith(name) : asked === name,
    );
    if (ofModel.size >= MAX_REMEMBERED) ofModel.clear();
    ofModel.set(model, found);
    return found;
  }

  return (model, provider, tsMs) => {
    const found = candidates(model);
    if (found.length === 0) return null;
    const asked = provider === null ? null : sameName(provider);
    return (
      found.find(
        (one) =>
          tsMs >= one.fromMs &&
          tsMs < one.untilMs &&
          (one.provider === null || one.provider === asked),
      ) ?? null
    );
  };
}
