const readFragment = (fragment: string, name: string): string | null => {
  const value = new URLSearchParams(fragment.replace(/^#/, '')).get(name);
  return value === null || value === '' ? null : value;
};

/**
 * The token of a sign-in link's fragment; null where there is none.
 * @example readLinkToken('#token=abc') // 'abc'
 */
export const readLinkToken = (fragment: string): string | null => readFragment(fragment, 'token');

/**
 * The token of an invitation's fragment; null where there is none.
 * @example readInvitation('#invitation=operations.abc') // 'operations.abc'
 */
export const readInvitation = (fragment: string): string | null =>
  readFragment(fragment, 'invitation');
