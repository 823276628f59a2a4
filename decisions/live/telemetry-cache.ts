import { HOUR_MS, floorTo } from '../../core/time.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { Database } from '../../store/database.ts';
import { readHistories } from '../../store/questions/read-history.ts';

/** A workload's rows, and from where on they may differ from those acknowledged last. */
export interface FreshRows {
  readonly rows: HistoryRows;
  /** Rows before this instant are as they were when last acknowledged; 0 where they never were. */
  readonly unchangedUntilMs: number;
}

/** The rows of live workloads, read again only from where something new arrived. */
export interface TelemetryCache {
  /** @param touched earliest time of what arrived, by workload */
  note(touched: ReadonlyMap<string, { readonly minTsMs: number }>): void;
  /** Rows up to about now: no older than the newest telemetry noted, nor than a minute. */
  read(workloads: readonly string[], nowMs: number): Promise<Map<string, FreshRows>>;
  /** Says that everything read of a workload so far has been worked in. */
  acknowledge(workload: string): void;
}

/** Without new telemetry a workload only gets older; a minute shows nowhere. */
const REFRESH_AFTER_MS = 60_000;
/** Workloads in one question: its answer is held in memory whole. */
const BATCH = 4;

function continueRows(old: HistoryRows, fresh: HistoryRows, sinceMs: number): HistoryRows {
  return {
    ...fresh,
    hours: [...old.hours.filter(({ hourMs }) => hourMs < sinceMs), ...fresh.hours],
    dimensions: [...old.dimensions.filter(({ hourMs }) => hourMs < sinceMs), ...fresh.dimensions],
  };
}

/** Lowers a time kept by workload. */
function lower(times: Map<string, number>, workload: string, atMs: number): void {
  times.set(workload, Math.min(times.get(workload) ?? Infinity, atMs));
}

/** Rows are kept in memory for every workload asked for; questions go to the database in batches. */
export function createTelemetryCache(database: Database): TelemetryCache {
  const cached = new Map<string, HistoryRows>();
  /** Earliest time of telemetry that came since the rows were read, by workload. */
  const arrived = new Map<string, number>();
  /** From where on rows were read again since they were acknowledged, by workload. */
  const changed = new Map<string, number>();
  let queue: Promise<unknown> = Promise.resolve();

  const readGroup = async (
    group: readonly string[],
    sinceMs: number,
    nowMs: number,
  ): Promise<void> => {
    // Taken before the question: what arrives while it is answered is noted again.
    const taken = group.flatMap((workload) => {
      const minTsMs = arrived.get(workload);
      arrived.delete(workload);
      return minTsMs === undefined ? [] : [[workload, minTsMs] as const];
    });
    try {
      const question = { endMs: nowMs, precision: 'minute', sinceMs } as const;
      for (const [workload, fresh] of await readHistories(database, group, question)) {
        const old = cached.get(workload);
        cached.set(workload, old ? continueRows(old, fresh, sinceMs) : fresh);
        lower(changed, workload, old ? sinceMs : 0);
      }
    } catch (error) {
      for (const [workload, minTsMs] of taken) lower(arrived, workload, minTsMs);
      throw error;
    }
  };

  const isFresh = (workload: string, nowMs: number): boolean => {
    const rows = cached.get(workload);
    return rows !== undefined && !arrived.has(workload) && nowMs - rows.endMs < REFRESH_AFTER_MS;
  };

  const readNow = async (
    workloads: readonly string[],
    nowMs: number,
  ): Promise<Map<string, FreshRows>> => {
    const byStart = new Map<number, string[]>();
    for (const workload of workloads) {
      if (isFresh(workload, nowMs)) continue;
      const rows = cached.get(workload);
      const changedFromMs = rows ? Math.min(arrived.get(workload) ?? Infinity, rows.endMs) : 0;
      const sinceMs = Math.max(0, floorTo(changedFromMs, HOUR_MS));
      byStart.set(sinceMs, [...(byStart.get(sinceMs) ?? []), workload]);
    }
    for (const [sinceMs, group] of byStart) {
      for (let from = 0; from < group.length; from += BATCH) {
        await readGroup(group.slice(from, from + BATCH), sinceMs, nowMs);
      }
    }
    return new Map(
      workloads.flatMap((workload) => {
        const rows = cached.get(workload);
        if (!rows) return [];
        return [[workload, { rows, unchangedUntilMs: changed.get(workload) ?? rows.endMs }]];
      }),
    );
  };

  return {
    note(touched) {
      for (const [workload, { minTsMs }] of touched) lower(arrived, workload, minTsMs);
    },
    read(workloads, nowMs) {
      const turn = queue.then(() => readNow(workloads, nowMs));
      queue = turn.catch(() => undefined);
      return turn;
    },
    acknowledge: (workload) => void changed.delete(workload),
  };
}
