import type { LiveEvent } from '../live-hub.ts';

/** What one reader has not been told yet. */
export interface WaitingEvents {
  add(event: LiveEvent): void;
  /** What to tell next; null when there is nothing. */
  take(): LiveEvent | null;
}

/**
 * Holds one entry a workload and type at most, however long the reader stalls.
 * @param readable workloads the reader may see; null: all
 */
export function createWaitingEvents(readable: ReadonlySet<string> | null): WaitingEvents {
  const workloadsOf = {
    telemetry: new Set<string>(),
    assessed: new Set<string>(),
    alert: new Set<string>(),
  };
  const modes = new Set<string>();
  const decided = new Set<string>();
  const verdicts = new Map<string, string>();
  let newestSeq: number | null = null;
  const mayRead = (workload: string): boolean => readable?.has(workload) ?? true;
  return {
    add({ type, data }) {
      if (type === 'verdict') {
        if (mayRead(data.workload)) verdicts.set(data.workload, data.verdict);
        return;
      }
      if (type === 'mode' || type === 'decision') {
        if (mayRead(data.workload)) (type === 'mode' ? modes : decided).add(data.workload);
        return;
      }
      if (type === 'tail') {
        newestSeq = data.seq;
        return;
      }
      for (const workload of data.workloads) if (mayRead(workload)) workloadsOf[type].add(workload);
    },
    take() {
      for (const type of ['telemetry', 'assessed', 'alert'] as const) {
        if (workloadsOf[type].size === 0) continue;
        const workloads = [...workloadsOf[type]];
        workloadsOf[type].clear();
        return { type, data: { workloads } };
      }
      for (const workload of modes) {
        modes.delete(workload);
        return { type: 'mode', data: { workload } };
      }
      for (const workload of decided) {
        decided.delete(workload);
        return { type: 'decision', data: { workload } };
      }
      for (const [workload, verdict] of verdicts) {
        verdicts.delete(workload);
        return { type: 'verdict', data: { workload, verdict } };
      }
      if (newestSeq !== null) {
        const seq = newestSeq;
        newestSeq = null;
        return { type: 'tail', data: { seq } };
      }
      return null;
    },
  };
}
