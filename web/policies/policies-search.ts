/** The part of the address that says what the policies page shows. */
export interface PoliciesSearch {
  /** The policy that is open; absent: the first. */
  policy?: string | undefined;
  /** What is changed and not saved, e.g. `roi.limit:1.5,error_rate.role:advisory`. */
  set?: string | undefined;
  /** An earlier version that is compared with the current one. */
  compare?: string | undefined;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const EDITS = /^[\w.:,+-]{1,4000}$/;
const VERSION = /^[1-9]\d{0,8}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readPoliciesSearch(raw: Record<string, unknown>): PoliciesSearch {
  const search: PoliciesSearch = {};
  const text = (name: keyof PoliciesSearch, form: RegExp): void => {
    const value = raw[name];
    if (typeof value === 'string' && form.test(value)) search[name] = value;
  };
  text('policy', SLUG);
  text('set', EDITS);
  text('compare', VERSION);
  return search;
}
