import { bodyLimit } from 'hono/body-limit';
import { BellwetherError } from '../../core/errors.ts';

/** Refuses a larger body with 413 before anything else looks at the request. */
export const limitBody = (maxBytes: number) =>
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new BellwetherError('too_large', `a request may hold at most ${maxBytes} bytes`);
    },
  });
