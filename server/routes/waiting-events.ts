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
  const touched = new Set<string>();
  const alerted = new Set<string>();
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
      const named = type === 'alert' ? alerted : touched;
      for (const workload of data.workloads) if (mayRead(workload)) named.add(workload);
    },
    take() {
      if (touched.size > 0) {
        const workloads = [...touched];
        touched.clear();
        return { type: 'telemetry', data: { workloads } };
      }
      if (alerted.size > 0) {
        const workloads = [...alerted];
        alerted.clear();
        return { type: 'alert', data: { workloads } };
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
