/** What the dashboard is told while it is open. */
export type LiveEvent =
  | { readonly type: 'telemetry'; readonly data: { readonly workloads: readonly string[] } }
  /** Telemetry that was told of before is worked into the lines of these workloads. */
  | { readonly type: 'assessed'; readonly data: { readonly workloads: readonly string[] } }
  /** Alerts of these workloads began, changed or ended. */
  | { readonly type: 'alert'; readonly data: { readonly workloads: readonly string[] } }
  /** What a workload may do changed, or what its record and its gates say. */
  | { readonly type: 'mode'; readonly data: { readonly workload: string } }
  /** A decision of the workload was proposed, signed or ended, or its date passed. */
  | { readonly type: 'decision'; readonly data: { readonly workload: string } }
  /** Something came in or was refused; `seq` of the newest. */
  | { readonly type: 'tail'; readonly data: { readonly seq: number } }
  | {
      readonly type: 'verdict';
      readonly data: { readonly workload: string; readonly verdict: string };
    };

/** Hands events to whoever listens now; nobody listening, nothing kept. */
export interface LiveHub {
  publish(event: LiveEvent): void;
  /** @returns how to stop listening */
  subscribe(listener: (event: LiveEvent) => void): () => void;
}

export function createLiveHub(): LiveHub {
  const listening = new Set<(event: LiveEvent) => void>();
  return {
    publish(event) {
      for (const listener of listening) listener(event);
    },
    subscribe(listener) {
      listening.add(listener);
      return () => void listening.delete(listener);
    },
  };
}
