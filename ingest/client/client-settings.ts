import type { BellwetherOptions } from './client-interface.ts';

/** Options with their defaults, whatever an application without types has put in. */
export interface ClientSettings {
  /** Null where the options name no server or no key. */
  readonly endpoint: { readonly url: string; readonly key: string } | null;
  readonly workload: string | null;
  readonly flushIntervalMs: number;
  readonly batchSize: number;
  readonly bufferLimit: number;
  readonly timeoutMs: number;
  readonly exitTimeoutMs: number;
}

const MAX_TIMER_MS = 2_147_483_647;

function within(value: unknown, fallback: number, min: number, max: number): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return fallback;
  return Math.floor(Math.min(max, Math.max(min, value)));
}

/** What a header may hold: a key with anything else would make every request fail. */
const KEY = /^[\x21-\x7e]+$/;

function endpointOf({ url, key }: Partial<BellwetherOptions>): ClientSettings['endpoint'] {
  if (typeof url !== 'string' || typeof key !== 'string' || !KEY.test(key)) return null;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return null;
  return { url: `${url.replace(/\/+$/, '')}/v1/events`, key };
}

/** Reads options; nonsense falls back to the default, as an application must not fail over telemetry. */
export function readSettings(stated: Partial<BellwetherOptions>): ClientSettings {
  return {
    endpoint: endpointOf(stated),
    workload: typeof stated.workload === 'string' ? stated.workload : null,
    flushIntervalMs: within(stated.flushIntervalMs, 1_000, 0, MAX_TIMER_MS),
    batchSize: within(stated.batchSize, 500, 1, 5_000),
    bufferLimit: within(stated.bufferLimit, 10_000, 1, 1_000_000),
    timeoutMs: within(stated.timeoutMs, 10_000, 1, MAX_TIMER_MS),
    exitTimeoutMs: within(stated.exitTimeoutMs, 2_000, 0, 60_000),
  };
}
