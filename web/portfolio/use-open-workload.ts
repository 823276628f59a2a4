import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { fetchAhead } from '../shell/reach.ts';
import { chartParts } from '../workload/tab-parts.ts';

/** Whoever clicks sooner is not to wait for charts before the text. */
const DWELL_MS = 150;

const fetchPage = (): void => fetchAhead(() => import('../workload/workload-page.tsx'));

/** Ways to a workload's page for links that are too many to be router links each. */
export function useOpenWorkload() {
  const router = useRouter();
  const prepared = useRef(false);
  // Where most people go from here; charts are loaded when somebody points at a workload.
  useEffect(() => {
    if (!('requestIdleCallback' in window)) return;
    const waiting = requestIdleCallback(fetchPage);
    return () => cancelIdleCallback(waiting);
  }, []);
  return useMemo(
    () => ({
      open: (id: string): void => void router.navigate({ to: '/w/$id', params: { id } }),
      /** Loads the page's code once somebody points at a workload: many are pointed at on the way to one. */
      prepare: (id: string | undefined): void => {
        if (id === undefined || prepared.current) return;
        prepared.current = true;
        fetchPage();
        window.setTimeout(() => chartParts.signal.fetchAhead(), DWELL_MS);
      },
      /** Asks for what the page shows, for one that is about to be opened. */
      ask: (id: string | undefined): void => {
        if (id !== undefined) void router.preloadRoute({ to: '/w/$id', params: { id } });
      },
    }),
    [router],
  );
}
