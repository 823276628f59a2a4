import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { usdToNano } from '../../core/money.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import { readAzureRuns } from '../support/real-data.ts';
import { NOW } from './test-moment.ts';

const price = createRunPricer();
const gpt = { provider: 'openai', model: 'gpt-4.1' };

describe('the cost of a run', () => {
  it('is what the sender states, where it states one', () => {
    const run = { ...gpt, cost_usd: 0.5, tokens_in: 1e6 };
    expect(price(run, NOW)).toEqual({ costUsd: 0.5, costSource: 'stated' });
    expect(price({ ...run, cost_usd: 0 }, NOW)).toEqual({ costUsd: 0, costSource: 'stated' });
  });

  it('counts cached tokens at the cached price', () => {
    const run = { ...gpt, tokens_in: 1_000_000, tokens_cached: 500_000, tokens_out: 100_000 };
    expect(price(run, NOW)).toEqual({ costUsd: 2.05, costSource: 'priced' });
  });

  it('is unpriced, never 0, without a known model or without tokens', () => {
    const unpriced = { costUsd: null, costSource: '' };
    expect(price({ ...gpt, model: 'model-of-our-own', tokens_in: 10 }, NOW)).toEqual(unpriced);
    expect(price({ ...gpt, provider: 'nobody', tokens_in: 10 }, NOW)).toEqual(unpriced);
    expect(price({ provider: 'openai', tokens_in: 10 }, NOW)).toEqual(unpriced);
    expect(price(gpt, NOW)).toEqual(unpriced);
    expect(price({ ...gpt, tokens_cached: 5 }, NOW)).toEqual(unpriced);
    expect(price({ ...gpt, tokens_in: 0 }, NOW)).toEqual({ costUsd: 0, costSource: 'priced' });
  });

  it('needs no provider where the model tells it', () => {
    expect(price({ model: 'gpt-4.1', tokens_in: 1_000_000 }, NOW).costUsd).toBe(2);
  });

  it('is that of the day and the hour at which the run happened', () => {
    const run = { provider: 'deepseek', model: 'deepseek-chat', tokens_in: 1_000_000 };
    const night = Date.UTC(2025, 1, 1, 16, 30);
    expect(price(run, night - 1).costUsd).toBe(0.27);
    expect(price(run, night).costUsd).toBe(0.135);
    const later = { provider: 'deepseek', model: 'deepseek-v4-flash', tokens_in: 1_000_000 };
    expect(price(later, Date.UTC(2026, 7, 16, 23, 59)).costUsd).toBe(0.14);
    expect(price(later, Date.UTC(2026, 7, 17)).costUsd).toBe(0.22);
  });

  it('sums to the nano-dollar over a real day of requests', ({ skip }) => {
    const runs = readAzureRuns(NOW) ?? skip('the shared data is not here');
    const nano = runs
      .map((run) => price(run, NOW).costUsd ?? NaN)
      .reduce((sum, usd) => sum + usdToNano(usd), 0n);
    expect(nano).toBe(38_087_116_000n);
  });

  it('equals the price package for every model it knows, at every tier and time of day', async () => {
    const usages = [
      [1000, 0, 100, 0],
      [1_000_000, 500_000, 100_000, 50_000],
      [250_001, 17, 333, 33],
      [0, 0, 5, 0],
    ] as const;
    const times = [
      NOW,
      Date.UTC(2026, 8, 1, 2),
      Date.UTC(2026, 8, 1, 7, 30),
      Date.UTC(2025, 1, 1, 16, 29),
    ];
    const wrong: unknown[] = [];
    for (const provider of (await waitForUpdate()) ?? []) {
      for (const { id: model } of provider.models) {
        for (const ts of times) {
          for (const [tokens_in, tokens_cached, tokens_out, tokens_reasoning] of usages) {
            const run = {
              provider: provider.id,
              model,
              tokens_in,
              tokens_cached,
              tokens_out,
              tokens_reasoning,
            };
            const ours = price(run, ts).costUsd;
            const usage = {
              input_tokens: tokens_in,
              cache_read_tokens: tokens_cached,
              output_tokens: tokens_out,
              output_reasoning_tokens: tokens_reasoning,
            };
            const theirs = calcPrice(usage, model, {
              providerId: provider.id,
              timestamp: new Date(ts),
            });
            const { input_mtok, output_mtok } = theirs?.model_price ?? {};
            const isPriced = theirs !== null && (input_mtok ?? output_mtok) !== undefined;
            const fits = isPriced
              ? ours !== null && Math.abs(ours - theirs.total_price) < 1.01e-9
              : ours === null;
            if (!fits) wrong.push([run, ts, ours, theirs?.total_price]);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('may be remembered by the minute, because every price changes on a whole one', async () => {
    for (const provider of (await waitForUpdate()) ?? []) {
      for (const { prices } of provider.models) {
        for (const { constraint } of Array.isArray(prices) ? prices : []) {
          if (constraint?.type !== 'time_of_date') continue;
          for (const time of [constraint.start_time, constraint.end_time])
            expect(time).toMatch(/:00Z$/);
        }
      }
    }
  });
});
