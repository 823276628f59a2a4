import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let pointedMs: number | null = null;

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Tells every chart of the page which instant is pointed at, epoch milliseconds; null: none. */
export function pointAt(atMs: number | null): void {
  if (atMs === pointedMs) return;
  pointedMs = atMs;
  for (const tell of listeners) tell();
}

/** The instant that is pointed at on whichever chart of the page; null: none. */
export const useCrosshair = (): number | null => useSyncExternalStore(listen, () => pointedMs);

/**
 * The step of a chart that an instant lies in or next to; null outside the chart's span.
 * @param stepsMs middle of each step, ascending and equally far apart
 * @example stepAt({ fromMs: 0, toMs: 30 }, [5, 15, 25], 12) // 1
 * @example stepAt({ fromMs: 0, toMs: 30 }, [5, 15, 25], 99) // null
 */
export function stepAt(
  span: { readonly fromMs: number; readonly toMs: number },
  stepsMs: readonly number[],
  atMs: number | null,
): number | null {
  const [firstMs, secondMs = Infinity] = stepsMs;
  if (atMs === null || firstMs === undefined) return null;
  if (atMs < span.fromMs || atMs > span.toMs) return null;
  const index = Math.round((atMs - firstMs) / (secondMs - firstMs));
  return Math.max(0, Math.min(stepsMs.length - 1, index));
}
