import type { MiddlewareHandler } from 'hono';
import type { KeyLimiter } from '../access/key-limits.ts';
import type { Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { limitBody } from './limit-body.ts';

/** Gzip makes at most about a thousandth of a body. */
const MAX_EXPANSION = 1000;

/**
 * Stands before every way in for telemetry: a key over its allowance, or with too large a body, is
 * refused before the body is read, and so is one that memory has no room for.
 * @param maxBytes of a body whose key states no smaller limit
 */
export const guardTelemetry =
  (
    { limiter, bodyRoom }: Pick<Services, 'limiter' | 'bodyRoom'>,
    maxBytes: number,
  ): MiddlewareHandler<RequestVariables> =>
  async (c, next) => {
    const principal = c.get('principal');
    await limiter.admitRequest(principal);
    const ofKey = limiter.maxBodyBytes(principal) ?? Infinity;
    const stated = c.req.header('content-length');
    const leave = bodyRoom.take(stated === undefined ? null : Math.min(Number(stated), maxBytes));
    try {
      await limitBody(Math.min(maxBytes, ofKey))(c, next);
    } finally {
      leave();
    }
    await chargeRefusal(limiter, principal, c.res.status, {
      // Of a length that was not stated, the most is assumed.
      bytes: Number(stated ?? maxBytes),
      encoding: c.req.header('content-encoding'),
    });
  };

/** Counts a body that was read and refused against its sender's allowance; any other answer is free. */
export async function chargeRefusal(
  limiter: KeyLimiter,
  principal: Principal,
  status: number,
  { bytes, encoding = '' }: { readonly bytes: number; readonly encoding: string | undefined },
): Promise<void> {
  if (status !== 400 && status !== 413) return;
  const isPacked = !['', 'identity'].includes(encoding);
  await limiter.chargeRefused(principal, isPacked ? bytes * MAX_EXPANSION : bytes);
}
