import { HOUR_MS, floorTo } from '../../core/time.ts';
import { SummedWindow } from '../../signals/summed-window.ts';
import type { TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';
import type { Database } from '../../store/database.ts';
import { readMinuteSums } from '../../store/questions/read-minute-sums.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import { planWindows, windowKey, type WindowRequest } from './window-request.ts';
import type { Looked } from './read-condition.ts';

/** The histories that verdicts rest on, as known at an instant not after now; by workload. */
export type ReadHistories = (
  workloads: readonly string[],
  atMs: number,
) => Promise<ReadonlyMap<string, TelemetryHistory>>;

/** Everything that rules look at, at one instant. */
export interface Windows {
  /** @param value of the rule's cut; null where it has none */
  of(workload: string, rule: CompiledRule, value: string | null): Looked['window'];
  /** Values of a rule's cut that a workload had in any of the rule's windows. */
  values(workload: string, rule: CompiledRule): readonly string[];
}

type ByValue = Map<string, TelemetryWindow>;
const WHOLE = '';

/**
 * Reads what some rules look at: one question for each window, whatever the number of rules and workloads.
 * @param workloads those whose history any of the rules needs
 * @param atMs end of the last minute, on the minute
 */
export async function readWindows(
  parts: { readonly database: Database; readonly readHistories: ReadHistories },
  rules: readonly CompiledRule[],
  workloads: readonly string[],
  atMs: number,
): Promise<Windows> {
  const requests = planWindows(rules);
  const minutes = new Map<string, Map<string, ByValue>>();
  let needsHistory = false;
  await Promise.all(
    [...requests].map(async ([key, request]) => {
      if (request.source === 'history') needsHistory = true;
      else minutes.set(key, await readMinutes(parts.database, request, atMs));
    }),
  );
  const histories: ReadonlyMap<string, TelemetryHistory> = needsHistory
    ? await parts.readHistories(workloads, atMs)
    : new Map();
  return {
    of:
      (workload, { cut }, value) =>
      (source, lengthMs, offsetMs) => {
        if (source === 'history') return historyWindow(histories.get(workload), lengthMs, offsetMs);
        const found = minutes.get(windowKey(source, cut, lengthMs, offsetMs));
        return found?.get(workload)?.get(value ?? WHOLE) ?? null;
      },
    values(workload, rule) {
      const found = new Set<string>();
      for (const [key] of planWindows([rule])) {
        for (const value of minutes.get(key)?.get(workload)?.keys() ?? []) found.add(value);
      }
      return [...found].sort();
    },
  };
}

async function readMinutes(
  database: Database,
  { cut, lengthMs, offsetMs, measures, hasLatency, hasMinutes }: WindowRequest,
  atMs: number,
): Promise<Map<string, ByValue>> {
  const toMs = atMs - offsetMs;
  const rows = await readMinuteSums(database, {
    cut,
    fromMs: toMs - lengthMs,
    toMs,
    measures: [...measures],
    hasLatency,
    hasMinutes,
  });
  const found = new Map<string, ByValue>();
  for (const { workload, value, sums } of rows) {
    let own = found.get(workload);
    if (own === undefined) found.set(workload, (own = new Map()));
    own.set(value ?? WHOLE, new SummedWindow(sums));
  }
  return found;
}

/** Windows of a history begin on the hour; one that ended earlier also ends on it. */
function historyWindow(
  history: TelemetryHistory | undefined,
  lengthMs: number,
  offsetMs: number,
): TelemetryWindow | null {
  if (history === undefined) return null;
  const toMs = offsetMs === 0 ? history.endMs : floorTo(history.endMs - offsetMs, HOUR_MS);
  return history.window(floorTo(toMs - lengthMs, HOUR_MS), toMs);
}
