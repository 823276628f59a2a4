import { describe, expect, it } from 'vitest';
import {
  PRICE_DEFAULTS,
  areRivals,
  compilePriceOverrides,
  priceDocument,
  type PriceDocument,
} from '../../ingest/price-overrides.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import { NOW } from './test-moment.ts';

function priced(id: string, more: Partial<PriceDocument> & { model: string }): PriceDocument {
  return priceDocument.parse({
    ...PRICE_DEFAULTS,
    id,
    from: '2026-01-01',
    input_usd_per_mtok: 1,
    output_usd_per_mtok: 2,
    ...more,
  });
}

/** USD of a million tokens in under some prices; the prices tell each other apart by it. */
function costOf(
  prices: readonly PriceDocument[],
  run: { model: string; provider?: string },
  tsMs = NOW,
): number | null {
  const price = createRunPricer(() => compilePriceOverrides(prices));
  return price({ ...run, tokens_in: 1_000_000 }, tsMs).costUsd;
}

const input = (usd: number) => ({ input_usd_per_mtok: usd });

describe('a price that people set', () => {
  it('prices each token by its own unit, and the call', () => {
    const price = createRunPricer(() =>
      compilePriceOverrides([
        priced('p', {
          model: 'llama',
          input_usd_per_mtok: 3,
          cached_usd_per_mtok: 0.3,
          output_usd_per_mtok: 15,
          reasoning_usd_per_mtok: 10,
          request_usd: 0.000000001,
        }),
      ]),
    );
    const run = {
      model: 'llama',
      tokens_in: 1_000_000,
      tokens_cached: 500_000,
      tokens_out: 100_000,
      tokens_reasoning: 40_000,
    };
    expect(price(run, NOW)).toEqual({ costUsd: 2.950000001, costSource: 'priced' });
  });

  it('takes cached and reasoning tokens for ordinary ones where it names no price for them', () => {
    const price = createRunPricer(() => compilePriceOverrides([priced('p', { model: 'llama' })]));
    const tokens = { tokens_in: 1_000_000, tokens_cached: 1_000_000 };
    expect(price({ model: 'llama', ...tokens }, NOW).costUsd).toBe(1);
    const out = { tokens_out: 1_000_000, tokens_reasoning: 500_000 };
    expect(price({ model: 'llama', ...out }, NOW).costUsd).toBe(2);
  });

  it('goes before the built-in list and after a cost that the sender states', () => {
    const prices = [priced('p', { model: 'gpt-4.1', ...input(0.5) })];
    expect(costOf(prices, { provider: 'openai', model: 'gpt-4.1' })).toBe(0.5);
    const price = createRunPricer(() => compilePriceOverrides(prices));
    const stated = { model: 'gpt-4.1', cost_usd: 7, tokens_in: 5 };
    expect(price(stated, NOW)).toEqual({ costUsd: 7, costSource: 'stated' });
  });

  it('holds from its first day in UTC to the day before its end, by when the run happened', () => {
    const prices = [priced('p', { model: 'llama', from: '2026-03-01', until: '2026-04-01' })];
    const at = (iso: string) => costOf(prices, { model: 'llama' }, Date.parse(iso));
    expect(at('2026-02-28T23:59:59.999Z')).toBeNull();
    expect(at('2026-03-01T00:00:00Z')).toBe(1);
    expect(at('2026-03-31T23:59:59.999Z')).toBe(1);
    expect(at('2026-04-01T00:00:00Z')).toBeNull();
  });

  it('is chosen by exact name, then longer start, then own provider, then later day', () => {
    const any = priced('any', { model: '*', ...input(1) });
    const short = priced('short', { model: 'llama*', ...input(2) });
    const long = priced('long', { model: 'llama-3*', ...input(3) });
    const exact = priced('exact', { model: 'llama-3-70b', ...input(4) });
    const own = priced('own', { model: 'llama-3-70b', provider: 'groq', ...input(5) });
    const later = priced('later', { model: 'llama-3-70b', from: '2026-05-01', ...input(6) });
    const all = [any, later, own, exact, long, short];
    const cost = (model: string, provider?: string) =>
      costOf(all, provider === undefined ? { model } : { model, provider });
    expect(cost('qwen')).toBe(1);
    expect(cost('llama-2')).toBe(2);
    expect(cost('llama-3-8b')).toBe(3);
    expect(cost('llama-3-70b')).toBe(6);
    expect(cost('llama-3-70b', 'groq')).toBe(5);
    expect(cost('llama-3-70b', 'together')).toBe(6);
    expect(costOf(all, { model: 'llama-3-70b' }, Date.UTC(2026, 3, 1))).toBe(4);
  });

  it('takes upper and lower case in names as one, as the built-in list does', () => {
    const prices = [priced('p', { model: 'Llama-3*', provider: 'Groq' })];
    expect(costOf(prices, { model: 'llama-3-70B', provider: 'GROQ' })).toBe(1);
  });

  it('for one provider prices no run that names another or none', () => {
    const prices = [priced('p', { model: 'ours', provider: 'cluster-1' })];
    expect(costOf(prices, { model: 'ours', provider: 'cluster-2' })).toBeNull();
    expect(costOf(prices, { model: 'ours' })).toBeNull();
  });

  it('per call needs no token counts, any other does', () => {
    const free = { input_usd_per_mtok: 0, output_usd_per_mtok: 0 };
    const price = createRunPricer(() =>
      compilePriceOverrides([
        priced('call', { model: 'call', ...free, request_usd: 0.01 }),
        priced('tokens', { model: 'tokens', request_usd: 0.01 }),
      ]),
    );
    expect(price({ model: 'call' }, NOW).costUsd).toBe(0.01);
    expect(price({ model: 'tokens' }, NOW).costUsd).toBeNull();
  });

  it('that makes more of a run than any amount may be leaves it unpriced', () => {
    const prices = [priced('p', { model: 'llama', ...input(1e6) })];
    const price = createRunPricer(() => compilePriceOverrides(prices));
    expect(price({ model: 'llama', tokens_in: 1e12 }, NOW).costUsd).toBeNull();
  });

  it('refuses amounts finer than what money is kept in, and stars inside a name', () => {
    const refused = (more: object) => {
      const price = { ...priced('p', { model: 'm' }), ...more };
      return !priceDocument.safeParse(price).success;
    };
    expect(refused({ input_usd_per_mtok: 0.0000001 })).toBe(true);
    expect(refused({ input_usd_per_mtok: 0.000001 })).toBe(false);
    expect(refused({ request_usd: 0.0000000001 })).toBe(true);
    expect(refused({ input_usd_per_mtok: -1 })).toBe(true);
    expect(refused({ model: 'a*b' })).toBe(true);
    expect(refused({ from: '2026-02-30' })).toBe(true);
  });

  it('is a rival of another for the same names from the same day only', () => {
    const one = priced('one', { model: 'llama' });
    expect(areRivals(one, priced('two', { model: 'LLAMA' }))).toBe(true);
    expect(areRivals(one, priced('two', { model: 'llama*' }))).toBe(false);
    expect(areRivals(one, priced('two', { model: 'llama', provider: 'groq' }))).toBe(false);
    expect(areRivals(one, priced('two', { model: 'llama', from: '2026-01-02' }))).toBe(false);
  });
});
