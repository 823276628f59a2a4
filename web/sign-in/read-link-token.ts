/**
 * The token of a sign-in link's fragment; null where there is none.
 * @example readLinkToken('#token=abc') // 'abc'
 */
export function readLinkToken(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get('token');
  return token === null || token === '' ? null : token;
}
