import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import type { Principal } from './principal.ts';

/** Events are averaged over this long, so that a batch now and then is no offence. */
export const LIMIT_WINDOW_SECONDS = 10;

/** A usual event, for bodies whose events nobody could count. */
const BYTES_AN_EVENT = 500;
/** What one refused body may cost of an allowance: a mistake is forgiven, a habit is not. */
const MISTAKE_SHARE = 0.5;

/** What one key may send. A null is the server's own limit; 0 events a second is no limit. */
export const keyLimits = z.strictObject({
  events_per_second: z.number().int().min(0).max(1_000_000_000).nullable().default(null),
  /** As it comes over the wire, compressed or not. */
  max_body_bytes: z.number().int().min(1).max(1_000_000_000).nullable().default(null),
});
export type KeyLimits = z.output<typeof keyLimits>;

/** Keeps one noisy key from taking the room of the others. Sessions and the environment's key are free. */
export interface KeyLimiter {
  /**
   * Looks at a request before its body is read.
   * @throws BellwetherError `too_many_requests` while a key is over its allowance
   */
  admitRequest(principal: Principal): Promise<void>;
  /**
   * Counts a request's events, all or none of which are then taken. Refused events count as well,
   * so a key that goes over waits until its window ends.
   * @throws BellwetherError `too_many_requests`, or `too_large` for more than a whole allowance
   */
  charge(principal: Principal, events: number): Promise<void>;
  /**
   * Counts a body that was refused only after it was read and looked into, as the events it might
   * have held: bodies that cost work and bring nothing would be free otherwise.
   * @param bytes unpacked, as far as known
   */
  chargeRefused(principal: Principal, bytes: number): Promise<void>;
  /** Bytes a request of this principal may hold; null where only the server's limit counts. */
  maxBodyBytes(principal: Principal): number | null;
}

function overAllowance(perSecond: number, untilMs: number): BellwetherError {
  return new BellwetherError(
    'too_many_requests',
    `this key may send ${perSecond} events a second, averaged over ${LIMIT_WINDOW_SECONDS} s; nothing of this request was taken`,
    { retryAfterSeconds: untilMs / 1000 },
  );
}

/** @param defaultPerSecond for keys that state no limit of their own; 0 for none */
export function createKeyLimiter(defaultPerSecond: number): KeyLimiter {
  const limiters = new Map<number, RateLimiterMemory>();
  /** The window's limiter and its limit; null for those who have none. */
  const limitOf = (principal: Principal): { perSecond: number; by: RateLimiterMemory } | null => {
    if (principal.limits === undefined) return null;
    const perSecond = principal.limits.events_per_second ?? defaultPerSecond;
    if (perSecond === 0) return null;
    let by = limiters.get(perSecond);
    if (!by) {
      const points = perSecond * LIMIT_WINDOW_SECONDS;
      by = new RateLimiterMemory({ points, duration: LIMIT_WINDOW_SECONDS });
      limiters.set(perSecond, by);
    }
    return { perSecond, by };
  };
  return {
    async admitRequest(principal) {
      const limit = limitOf(principal);
      const used = await limit?.by.get(principal.actor);
      if (!limit || !used || used.remainingPoints > 0 || used.msBeforeNext <= 0) return;
      throw overAllowance(limit.perSecond, used.msBeforeNext);
    },
    async charge(principal, events) {
      const limit = limitOf(principal);
      if (!limit || events === 0) return;
      if (events > limit.by.points) {
        throw new BellwetherError(
          'too_large',
          `this key may send at most ${limit.by.points} events in ${LIMIT_WINDOW_SECONDS} s, and so in one request`,
        );
      }
      try {
        await limit.by.consume(principal.actor, events);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw overAllowance(limit.perSecond, refusal.msBeforeNext);
      }
    },
    async chargeRefused(principal, bytes) {
      const limit = limitOf(principal);
      if (!limit) return;
      const events = Math.ceil(Math.min(bytes / BYTES_AN_EVENT, limit.by.points * MISTAKE_SHARE));
      await limit.by.penalty(principal.actor, events);
    },
    maxBodyBytes: (principal) => principal.limits?.max_body_bytes ?? null,
  };
}
