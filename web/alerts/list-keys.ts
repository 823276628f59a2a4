/** What a key asks of the list. */
export type ListCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'select'
  | 'open'
  | 'acknowledge'
  | 'comment'
  | 'silence'
  | 'snooze'
  | 'leave';

/** Keys that work wherever focus is, as long as nothing is typed into. */
const ANYWHERE: Readonly<Record<string, ListCommand>> = {
  j: 'next',
  k: 'previous',
  x: 'select',
  a: 'acknowledge',
  c: 'comment',
  s: 'silence',
  z: 'snooze',
  Escape: 'leave',
};

/** Keys that mean something else outside the list. */
const ON_A_ROW: Readonly<Record<string, ListCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  ' ': 'select',
  Enter: 'open',
};

/** The keys in words, for the help. */
export const KEY_HELP: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'j or ↓', does: 'next alert' },
  { keys: 'k or ↑', does: 'alert before' },
  { keys: 'x or Space', does: 'select it, or no longer' },
  { keys: 'a', does: 'acknowledge' },
  { keys: 'c', does: 'comment' },
  { keys: 's', does: 'silence by labels' },
  { keys: 'z', does: 'snooze' },
  { keys: 'Enter', does: 'open beside the list' },
  { keys: 'Esc', does: 'close what is open' },
];

/**
 * What a key asks for; null: nothing.
 * @param isOnRow whether an alert has focus
 * @example readListKey('j', false) // 'next'
 * @example readListKey('Enter', false) // null
 */
export function readListKey(key: string, isOnRow: boolean): ListCommand | null {
  const found = ANYWHERE[key] ?? (isOnRow ? ON_A_ROW[key] : undefined);
  return found ?? null;
}

/**
 * Which alert has focus after a step; null where there is none.
 * @param at the one that has it now; null: none yet
 * @example stepFocus(['a', 'b'], null, 'next') // 'a'
 * @example stepFocus(['a', 'b'], 'b', 'next') // 'b'
 */
export function stepFocus(
  ids: readonly string[],
  at: string | null,
  step: 'next' | 'previous' | 'first' | 'last',
): string | null {
  const index = at === null ? -1 : ids.indexOf(at);
  if (step === 'first') return ids[0] ?? null;
  if (step === 'last') return ids.at(-1) ?? null;
  if (index === -1) return ids[0] ?? null;
  return ids[Math.max(0, Math.min(ids.length - 1, index + (step === 'next' ? 1 : -1)))] ?? null;
}
