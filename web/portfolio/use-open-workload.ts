import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { fetchAhead } from '../shell/reach.ts';

/** Ways to a workload's page for links that are too many to be router links each. */
export function useOpenWorkload() {
  const router = useRouter();
  const prepared = useRef(false);
  return useMemo(
    () => ({
      open: (id: string): void => void router.navigate({ to: '/w/$id', params: { id } }),
      /** Loads the page's code once somebody points at a workload: many are pointed at on the way to one. */
      prepare: (id: string | undefined): void => {
        if (id === undefined || prepared.current) return;
        prepared.current = true;
        fetchAhead(() => import('../workload/workload-page.tsx'));
        fetchAhead(() => import('../workload/signal-chart.tsx'));
      },
      /** Asks for what the page shows, for one that is about to be opened. */
      ask: (id: string | undefined): void => {
        if (id !== undefined) void router.preloadRoute({ to: '/w/$id', params: { id } });
      },
    }),
    [router],
  );
}
