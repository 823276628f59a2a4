import { useCallback, useEffect, useRef } from 'react';

const MS = 1000;

/**
 * How long something has been looked at: time in which the page was hidden does not count.
 * @param shown what is looked at; another one starts over
 * @returns reads the seconds so far
 */
export function useVisibleSeconds(shown: string | null): () => number {
  const passed = useRef({ beforeMs: 0, sinceMs: 0 });
  useEffect(() => {
    passed.current = { beforeMs: 0, sinceMs: performance.now() };
    const change = (): void => {
      const { beforeMs, sinceMs } = passed.current;
      const nowMs = performance.now();
      if (document.hidden)
        passed.current = { beforeMs: beforeMs + nowMs - sinceMs, sinceMs: nowMs };
      else passed.current = { beforeMs, sinceMs: nowMs };
    };
    document.addEventListener('visibilitychange', change);
    return () => document.removeEventListener('visibilitychange', change);
  }, [shown]);
  return useCallback(() => {
    const { beforeMs, sinceMs } = passed.current;
    return Math.round((beforeMs + performance.now() - sinceMs) / MS);
  }, []);
}
