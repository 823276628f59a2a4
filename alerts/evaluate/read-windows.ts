import { HOUR_MS, floorTo } from '../../core/time.ts';
import { SummedWindow } from '../../signals/summed-window.ts';
import type { TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';
import type { Database } from '../../store/database.ts';
import { readMinuteSums } from '../../store/questions/read-minute-sums.ts';
import type { CompiledRule, WindowRef } from '../rule/compiled-rule.ts';
import type { HourPlan } from './hour-plan.ts';
import { readReportsOf, type Reports } from './read-reports-of.ts';
import type { ReadHours } from './read-hours.ts';
import type { Looked } from './reading.ts';
import { MOST_PARTS, planWindows, type WindowRequest } from './window-request.ts';
import type { WorkloadHours } from './workload-hours.ts';

/** The histories that verdicts rest on, as known at an instant not after now; by workload. */
export type ReadHistories = (
  workloads: readonly string[],
  atMs: number,
) => Promise<ReadonlyMap<string, TelemetryHistory>>;

/** Everything that rules look at, at one instant. */
export interface Windows {
  /** @param value of the rule's cut; null where it has none */
  of(workload: string, value: string | null): Looked['window'];
  /** Sums by the hour; null where none were asked for. */
  hours(workload: string): WorkloadHours | null;
  /** Values of a rule's cut that a workload had in any of the rule's windows. */
  values(workload: string, rule: CompiledRule): CutValues;
}

/** The parts that a workload has by a rule's cut. */
export interface CutValues {
  /** Those that are told, the most frequent first. */
  readonly known: readonly string[];
  /** How many there are, told or not. */
  readonly count: number;
}

const knownKeys = new WeakMap<CompiledRule, readonly string[]>();

/** Keys of a rule's windows: asked for every workload, and the same for all. */
function keysOf(rule: CompiledRule): readonly string[] {
  let keys = knownKeys.get(rule);
  if (keys === undefined) knownKeys.set(rule, (keys = [...planWindows([rule]).keys()]));
  return keys;
}

/** One window of a workload; with a cut, of each of its values, else of {@link WHOLE} alone. */
interface Parts {
  readonly windows: Map<string, TelemetryWindow>;
  /** Rows that carry each value, the most first. */
  readonly rows: Map<string, number>;
  /** How many values there are, whether they are among these or not. */
  readonly count: number;
}
type Minutes = ReadonlyMap<string, Parts>;
const WHOLE = '';

/** What windows are read by. */
export interface WindowReaders {
  readonly database: Database;
  readonly readHistories: ReadHistories;
  readonly readHours: ReadHours;
}

/** What some rules look at. */
export interface WindowsAsked {
  /** By the windows' keys. */
  readonly requests: ReadonlyMap<string, WindowRequest>;
  /** Those whose history any of the rules needs. */
  readonly historyWorkloads: readonly string[];
  /** Sums by the hour; null: no rule needs any. */
  readonly hours: HourPlan | null;
}

/**
 * Reads what some rules look at: one question for each window, whatever the number of rules and workloads.
 * @param atMs end of the last minute, on the minute
 */
export async function readWindows(
  parts: WindowReaders,
  { requests, historyWorkloads, hours: plan }: WindowsAsked,
  atMs: number,
): Promise<Windows> {
  const asked = [...requests.values()].filter(({ window }) => window.source === 'minutes');
  const reports = readReportsOf(parts.database, asked, atMs);
  const read = asked.map(
    async (one) => [one.window.key, await readMinutes(parts.database, one, atMs, reports)] as const,
  );
  const minutes: ReadonlyMap<string, Minutes> = new Map(await Promise.all(read));
  const needsHistory = asked.length < requests.size;
  const histories: ReadonlyMap<string, TelemetryHistory> = needsHistory
    ? await parts.readHistories(historyWorkloads, atMs)
    : new Map();
  const hours = plan === null ? null : await parts.readHours(plan, atMs);
  return {
    of: (workload, value) => (window) =>
      window.source === 'history'
        ? historyWindow(histories.get(workload), window)
        : (minutes
            .get(window.key)
            ?.get(workload)
            ?.windows.get(value ?? WHOLE) ?? null),
    hours: (workload) => hours?.get(workload) ?? null,
    values: (workload, rule) =>
      mostFrequent(keysOf(rule).flatMap((key) => minutes.get(key)?.get(workload) ?? [])),
  };
}

/** By the window that carries most of each. */
function mostFrequent(windows: readonly Parts[]): CutValues {
  const rows = new Map<string, number>();
  for (const parts of windows) {
    for (const [value, n] of parts.rows) rows.set(value, Math.max(n, rows.get(value) ?? 0));
  }
  const known = [...rows]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([value]) => value);
  return { known, count: Math.max(known.length, ...windows.map(({ count }) => count)) };
}

async function readMinutes(
  database: Database,
  { window: { key, cut, lengthMs, offsetMs }, measures, hasLatency, hasMinutes }: WindowRequest,
  atMs: number,
  reports: Promise<Reports>,
): Promise<Minutes> {
  const toMs = atMs - offsetMs;
  const reading = readMinuteSums(database, {
    cut,
    fromMs: toMs - lengthMs,
    toMs,
    measures: [...measures],
    hasLatency,
    hasMinutes,
    mostValues: MOST_PARTS,
  });
  const [rows, byWindow] = await Promise.all([reading, reports]);
  const reported = byWindow.get(key);
  const found = new Map<string, Parts>();
  for (const { workload, value, rows: n, values, sums } of rows) {
    let own = found.get(workload);
    if (own === undefined) {
      found.set(workload, (own = { windows: new Map(), rows: new Map(), count: values }));
    }
    own.windows.set(value ?? WHOLE, new SummedWindow(sums, reported?.get(workload)));
    if (value !== null) own.rows.set(value, n);
  }
  return found;
}

/**
 * Windows of a history begin on the hour; one that ended earlier also ends on it.
 * @param endMs of the window that ends with the evaluation: on the hour, or where the history ends
 */
export function historyWindow(
  history: TelemetryHistory | undefined,
  { lengthMs, offsetMs }: WindowRef,
  endMs = history?.endMs ?? 0,
): TelemetryWindow | null {
  if (history === undefined) return null;
  const toMs = offsetMs === 0 ? endMs : floorTo(endMs - offsetMs, HOUR_MS);
  return history.window(floorTo(toMs - lengthMs, HOUR_MS), toMs);
}
