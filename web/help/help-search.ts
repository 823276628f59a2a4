/** The part of the address that says what the help shows. */
export interface HelpSearch {
  q?: string | undefined;
}

const MAX_TEXT = 100;

/** Keeps what makes sense of an address, drops the rest. */
export function readHelpSearch(raw: Record<string, unknown>): HelpSearch {
  const { q } = raw;
  return typeof q === 'string' && q !== '' ? { q: q.slice(0, MAX_TEXT) } : {};
}
