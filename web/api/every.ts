import { mayPass } from './api-error.ts';

/** What failed is asked again by itself this often, so that a page left open recovers. */
const FAILED_MS = 10_000;

type Ask = (query: { readonly state: { readonly error: Error | null } }) => number | false;

/**
 * How often a question is asked again by itself.
 * @param usualMs while it is answered; false: never
 * @returns for the option `refetchInterval`; sooner after a failure that may pass
 */
export const every =
  (usualMs: number | false): Ask =>
  ({ state: { error } }) => {
    if (!mayPass(error)) return usualMs;
    return usualMs === false ? FAILED_MS : Math.min(usualMs, FAILED_MS);
  };
