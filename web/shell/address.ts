/** The search part of an address as plain texts: nothing in it is ever JSON. */
export function readAddress(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Texts as the search part of an address; commas and colons stay readable. */
export function writeAddress(search: Record<string, unknown>): string {
  const texts = Object.entries(search).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' && value !== '' ? [[key, value]] : [],
  );
  const written = new URLSearchParams(texts).toString();
  return written === '' ? '' : `?${written.replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
}
