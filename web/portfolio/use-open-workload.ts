import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { assessmentQuery } from '../api/queries.ts';
import { ahead } from '../shell/ahead.ts';
import { fetchAhead } from '../shell/reach.ts';
import { chartParts } from '../workload/tab-parts.ts';

/** Many workloads are pointed at on the way to one; charts are for whoever stays. */
const DWELL_MS = 150;

/** A page whose answers come this soon is shown whole, and drawn once: no stand-in flashes meanwhile. */
const A_MOMENT_MS = 120;

const fetchPage = (): void => fetchAhead(() => import('../workload/workload-page.tsx'));

/** Ways to a workload's page for links that are too many to be router links each. */
export function useOpenWorkload() {
  const router = useRouter();
  const queries = useQueryClient();
  const opened = useRef<string | null>(null);
  const prepared = useRef(false);
  // Where most people go from here; charts are loaded when somebody points at a workload.
  useEffect(() => {
    if (!('requestIdleCallback' in window)) return;
    const waiting = requestIdleCallback(fetchPage);
    return () => cancelIdleCallback(waiting);
  }, []);
  return useMemo(
    () => ({
      open: (id: string): void => {
        const { pathname } = router.state.location;
        const place = { to: '/w/$id', params: { id } } as const;
        const follow = (): void => {
          // Somebody who went elsewhere meanwhile stays there.
          if (opened.current === id && router.state.location.pathname === pathname)
            void router.navigate(place);
        };
        opened.current = id;
        const moment = new Promise((resolve) => window.setTimeout(resolve, A_MOMENT_MS));
        const whole = [ahead.workload(queries, id, {}, Date.now()), router.preloadRoute(place)];
        const isKnown = queries.getQueryData(assessmentQuery(id).queryKey) !== undefined;
        if (isKnown) follow();
        else Promise.race([moment, Promise.all(whole)]).then(follow, follow);
      },
      /** Loads the page's code once somebody points at a workload. */
      prepare: (id: string | undefined): void => {
        if (id === undefined || prepared.current) return;
        prepared.current = true;
        fetchPage();
        window.setTimeout(() => chartParts.signal.fetchAhead(), DWELL_MS);
      },
      /** Asks for what the page shows, for one that is about to be opened. */
      ask: (id: string | undefined): void => {
        if (id === undefined) return;
        void router.preloadRoute({ to: '/w/$id', params: { id } });
        // After the questions, whose answers are more of the page.
        window.setTimeout(() => chartParts.signal.fetchAhead(), 0);
      },
    }),
    [router, queries],
  );
}
