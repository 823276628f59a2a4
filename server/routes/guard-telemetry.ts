import type { MiddlewareHandler } from 'hono';
import type { KeyLimiter } from '../access/key-limits.ts';
import type { RequestVariables } from '../context.ts';
import { limitBody } from './limit-body.ts';

/** Gzip makes at most about a thousandth of a body. */
const MAX_EXPANSION = 1000;

/**
 * Stands before every way in for telemetry: a key over its allowance, or with too large a body, is
 * refused before the body is read.
 * @param maxBytes of a body whose key states no smaller limit
 */
export const guardTelemetry =
  (limiter: KeyLimiter, maxBytes: number): MiddlewareHandler<RequestVariables> =>
  async (c, next) => {
    const principal = c.get('principal');
    await limiter.admitRequest(principal);
    const ofKey = limiter.maxBodyBytes(principal) ?? Infinity;
    await limitBody(Math.min(maxBytes, ofKey))(c, next);
    if (c.res.status !== 400 && c.res.status !== 413) return;
    // Of a length that was not stated, the most is assumed.
    const sent = Number(c.req.header('content-length') ?? maxBytes);
    const isPacked = !['', 'identity'].includes(c.req.header('content-encoding') ?? '');
    await limiter.chargeRefused(principal, isPacked ? sent * MAX_EXPANSION : sent);
  };
