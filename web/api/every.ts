import { mayPass } from './api-error.ts';

/** What failed is asked again by itself this often, so that a page left open recovers. */
const FAILED_MS = 10_000;

type Ask = (query: { readonly state: { readonly error: Error | null } }) => number | false;

interface Answered<Data> {
  readonly state: { readonly data: Data | undefined; readonly error: Error | null };
}

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

/** The same, as long as what was answered last says that it is about to change. */
export const everyWhile =
  <Data>(changes: (data: Data) => boolean, usualMs: number) =>
  (query: Answered<Data>): number | false => {
    const { data } = query.state;
    return every(data !== undefined && changes(data) ? usualMs : false)(query);
  };
