import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';

/** Ways to a workload's page for links that are too many to be router links each. */
export function useOpenWorkload() {
  const router = useRouter();
  const prepared = useRef(false);
  return useMemo(
    () => ({
      open: (id: string): void => void router.navigate({ to: '/w/$id', params: { id } }),
      /** Loads the page's code once somebody points at a workload. */
      prepare: (id: string | undefined): void => {
        if (id === undefined || prepared.current) return;
        prepared.current = true;
        void router.preloadRoute({ to: '/w/$id', params: { id } });
      },
    }),
    [router],
  );
}
