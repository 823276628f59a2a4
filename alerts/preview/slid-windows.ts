import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { SumSeries } from '../../store/questions/read-sum-series.ts';
import type { HoursByWorkload } from '../evaluate/read-hours.ts';
import type { ReportsBetween } from '../evaluate/read-reports-of.ts';
import { historyWindow, type Windows } from '../evaluate/read-windows.ts';
import type { WindowRequest } from '../evaluate/window-request.ts';
import { sumSeries } from '../evaluate/summed-series.ts';
import { slideOver, type SlidWindow } from './slid-window.ts';

/** Everything that a rule looks at, at one instant after the other. */
export interface SlidWindows extends Windows {
  /** @param atMs of the next evaluation, after that of the last; epoch milliseconds */
  moveTo(atMs: number): void;
}

/** Windows of one workload, or of the part of it with one value of the cut, by their keys. */
type Slid = ReadonlyMap<string, { readonly window: SlidWindow; readonly offsetMs: number }>;
const WHOLE = '';
const NOTHING_REPORTED: ReportsBetween = () => null;

/**
 * The windows of one rule in memory.
 * @param series minutes of the workloads, from before the first window begins
 * @param requests what the rule needs, by the windows' keys
 * @param measures in the order in which the series have them
 * @param histories of the workloads, known up to the last instant or later; empty where none is needed
 * @param hours the same of sums by the hour
 * @param reported what senders reported, by workload; those of which nothing is left out
 */
export function createSlidWindows(
  series: readonly SumSeries[],
  requests: ReadonlyMap<string, WindowRequest>,
  measures: readonly MeasureName[],
  histories: ReadonlyMap<string, TelemetryHistory>,
  hours: HoursByWorkload,
  reported: ReadonlyMap<string, ReportsBetween>,
): SlidWindows {
  let atMs = -Infinity;
  const asked = [...requests].filter(([, { window }]) => window.source === 'minutes');
  const byWorkload = new Map<string, Map<string, Slid>>();
  for (const one of series) {
    const summed = sumSeries(one, measures);
    const reports = (one.value === null ? reported.get(one.workload) : null) ?? NOTHING_REPORTED;
    const slid = new Map(
      asked.map(
        ([
          key,
          {
            window: { lengthMs, offsetMs },
          },
        ]) => [key, { window: slideOver(summed, lengthMs, reports), offsetMs }],
      ),
    );
    let own = byWorkload.get(one.workload);
    if (own === undefined) byWorkload.set(one.workload, (own = new Map<string, Slid>()));
    own.set(one.value ?? WHOLE, slid);
  }
  return {
    moveTo: (nextMs) => (atMs = nextMs),
    hours: (workload) => hours.get(workload) ?? null,
    of(workload, value) {
      const own = byWorkload.get(workload)?.get(value ?? WHOLE);
      return (ref) => {
        if (ref.source === 'history') return historyWindow(histories.get(workload), ref, atMs);
        const found = own?.get(ref.key);
        return found === undefined ? null : found.window.at(atMs - found.offsetMs);
      };
    },
    values(workload) {
      const found: string[] = [];
      for (const [value, slid] of byWorkload.get(workload) ?? []) {
        const isThere = [...slid.values()].some(
          ({ window, offsetMs }) => window.at(atMs - offsetMs) !== null,
        );
        if (isThere) found.push(value);
      }
      return { known: found.sort(), count: found.length };
    },
  };
}
