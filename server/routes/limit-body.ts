import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BellwetherError } from '../../core/errors.ts';

/** Refuses a larger body with 413 before anything else looks at the request. */
export function limitBody(maxBytes: number): MiddlewareHandler {
  const tooLarge = (): never => {
    throw new BellwetherError('too_large', `a request may hold at most ${maxBytes} bytes`);
  };
  const limitUnstated = bodyLimit({ maxSize: maxBytes, onError: tooLarge });
  return (c, next) => {
    const stated = c.req.header('content-length');
    const isChunked = c.req.header('transfer-encoding') !== undefined;
    // Counting makes a stream of the body, which costs more than a small batch itself.
    if (stated === undefined || isChunked) return limitUnstated(c, next);
    return Number(stated) > maxBytes ? tooLarge() : next();
  };
}
