/** The part of the address that says what the receivers show. */
export interface ReceiversSearch {
  /** The receiver that is being changed. */
  receiver?: string | undefined;
  /** A new one is being written. */
  write?: 'new' | undefined;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readReceiversSearch(raw: Record<string, unknown>): ReceiversSearch {
  const search: ReceiversSearch = {};
  const { receiver } = raw;
  if (typeof receiver === 'string' && SLUG.test(receiver)) search.receiver = receiver;
  if (raw['write'] === 'new') search.write = 'new';
  return search;
}
