/** The part of the address that says what the routes show. */
export interface RoutesSearch {
  /** The alert whose way is shown. */
  alert?: string | undefined;
}

const ALERT = /^[\w-]{1,100}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readRoutesSearch({ alert }: Record<string, unknown>): RoutesSearch {
  return typeof alert === 'string' && ALERT.test(alert) ? { alert } : {};
}
