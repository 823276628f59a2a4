import { PAGES, type PageOfShell } from '../shell/pages.ts';

/** What a key of the whole dashboard asks for. */
export type ShellCommand =
  | { readonly kind: 'go'; readonly to: PageOfShell['to'] }
  | { readonly kind: 'wait' | 'keys' | 'help' };

/** How long a `g` waits for the letter of a page. */
const WAITS_MS = 1500;

/** Said after a key: what it asks for, and since when a `g` waits; null: none does. */
export interface ReadKey {
  readonly command: ShellCommand | null;
  readonly waitsSinceMs: number | null;
}

/**
 * What a key of the whole dashboard asks for: `g` and the letter of a page, `g h` for the help, `?`
 * for the keys.
 * @param waitsSinceMs when the last `g` was pressed; null: none waits
 * @param atMs when the key was pressed, on the same clock
 * @example readGoKey(null, 'g', 0) // { command: { kind: 'wait' }, waitsSinceMs: 0 }
 * @example readGoKey(0, 'a', 900) // { command: { kind: 'go', to: '/alerts' }, waitsSinceMs: null }
 */
export function readGoKey(waitsSinceMs: number | null, key: string, atMs: number): ReadKey {
  if (key === 'Shift') return { command: null, waitsSinceMs };
  if (waitsSinceMs !== null && atMs - waitsSinceMs <= WAITS_MS) {
    if (key === 'h') return { command: { kind: 'help' }, waitsSinceMs: null };
    const page = PAGES.find((one) => one.key === key);
    if (page !== undefined) return { command: { kind: 'go', to: page.to }, waitsSinceMs: null };
  }
  if (key === 'g') return { command: { kind: 'wait' }, waitsSinceMs: atMs };
  if (key === '?') return { command: { kind: 'keys' }, waitsSinceMs: null };
  return { command: null, waitsSinceMs: null };
}
