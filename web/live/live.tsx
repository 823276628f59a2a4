import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { alertsKey } from '../api/alert-queries.ts';
import { decisionsKey } from '../api/decision-queries.ts';
import { liveKeys } from '../api/queries.ts';
import { createChangeBatch, type Timers } from './change-batch.ts';
import { openLiveConnection, type LiveState } from './live-connection.ts';
import { openSource } from './shared-source.ts';

/** Least time between the answers to one round of questions and the next, while telemetry pours in. */
const REFRESH_PAUSE_MS = 1000;

/** The same for what comes in, which is watched as it happens and cheap to ask for. */
const TAIL_PAUSE_MS = 500;

/** How often everything shown is asked again while nothing tells of changes. */
const LOST_REFRESH_MS = 15_000;

const browserTimers: Timers = {
  set: (run, delayMs) => window.setTimeout(run, delayMs),
  clear: (timer) => window.clearTimeout(timer as number),
};

const LiveContext = createContext<LiveState>('connecting');

/** Whether this page hears of changes as they happen. */
export const useLiveState = (): LiveState => use(LiveContext);

/** Listens to the server and asks again for what it says has changed. */
export function Live({ children }: { children: ReactNode }) {
  const [state, setState] = useState<LiveState>('connecting');
  const client = useQueryClient();
  useEffect(() => {
    const batch = createChangeBatch(
      ({ workloads }) =>
        Promise.all([
          client.invalidateQueries({ queryKey: liveKeys.portfolio }),
          ...[...workloads].map((id) =>
            client.invalidateQueries({ queryKey: liveKeys.ofWorkload(id) }),
          ),
        ]),
      REFRESH_PAUSE_MS,
      browserTimers,
    );
    const tail = createChangeBatch(
      () => client.invalidateQueries({ queryKey: liveKeys.ingest }),
      TAIL_PAUSE_MS,
      browserTimers,
    );
    const alerts = createChangeBatch(
      () => client.invalidateQueries({ queryKey: alertsKey }),
      TAIL_PAUSE_MS,
      browserTimers,
    );
    const close = openLiveConnection(
      openSource(),
      {
        onState: setState,
        onChange: (workloads) => batch.note(workloads),
        onAlert: () => alerts.note([]),
        onDecision: () => void client.invalidateQueries({ queryKey: decisionsKey }),
        onTail: () => tail.note([]),
        onResume: (wasLost) => void client.invalidateQueries(undefined, { cancelRefetch: wasLost }),
      },
      browserTimers,
    );
    return () => {
      batch.stop();
      alerts.stop();
      tail.stop();
      close();
    };
  }, [client]);
  useEffect(() => {
    if (state !== 'lost') return;
    const timer = window.setInterval(() => void client.invalidateQueries(), LOST_REFRESH_MS);
    return () => window.clearInterval(timer);
  }, [client, state]);
  return <LiveContext value={state}>{children}</LiveContext>;
}
