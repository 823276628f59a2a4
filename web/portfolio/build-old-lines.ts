import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { formatInstant, instantMs } from '../format/time.ts';

/** Lines are two minutes old at most, unless they are from before a start. */
const OLD_MS = 5 * 60_000;

/** Whether a line is from before the server's start, and about to be worked out anew. */
export const isOldLine = (
  { assessed_at }: Pick<PortfolioItem, 'assessed_at'>,
  at: string,
): boolean => instantMs(at) - instantMs(assessed_at) > OLD_MS;

/** The instant that every line has reached, those from before the start aside. */
export function reachedByLines(
  items: readonly Pick<PortfolioItem, 'assessed_at'>[],
  at: string,
): string {
  const current = items.filter((item) => !isOldLine(item, at));
  return current.map(({ assessed_at }) => assessed_at).toSorted()[0] ?? at;
}

/** What is said of lines from before the start; null where there are none. */
export function tellOldLines(
  items: readonly Pick<PortfolioItem, 'assessed_at'>[],
  at: string,
): string | null {
  const old = items.filter((item) => isOldLine(item, at));
  const [oldest] = old.map(({ assessed_at }) => assessed_at).toSorted();
  if (oldest === undefined) return null;
  const which = old.length === items.length ? 'All' : `${old.length} of ${items.length}`;
  return `${which} as of ${formatInstant(instantMs(oldest))} or later, before the server was started; they are being assessed anew.`;
}
