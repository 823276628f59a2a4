import { oneAtATime } from '../../core/one-at-a-time.ts';
import { floorTo, HOUR_MS } from '../../core/time.ts';
import { continueRows } from '../../signals/history/continue-rows.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { Database } from '../../store/database.ts';
import { countHours } from '../../store/questions/read-hours.ts';
import { readRowsSince } from '../../store/questions/read-history.ts';
import { nextTurn } from '../../store/take-turns.ts';

/** Rows as they are now, and from where on they may differ from those taken last. */
export interface FreshRows {
  readonly rows: HistoryRows;
  /** Rows before this instant are as they were when last taken; 0 where they never were. */
  readonly unchangedUntilMs: number;
}

/** The rows of live workloads, read again only from where something new arrived. */
export interface TelemetryCache {
  /** @param touched earliest time of what arrived, by workload */
  note(touched: ReadonlyMap<string, { readonly minTsMs: number }>): void;
  /**
   * Brings rows up to about now: no older than the newest telemetry noted, nor than a minute.
   * @param reachMs they must reach this instant at least, which is not after now
   */
  refresh(workloads: readonly string[], nowMs: number, reachMs?: number): Promise<void>;
  /** Whether rows are up to about now, as `refresh` leaves them. */
  isFresh(workload: string, nowMs: number, reachMs?: number): boolean;
  /** Rows as they were read last; undefined for a workload that never was. */
  rows(workload: string): HistoryRows | undefined;
  /** Rows to be worked in: from then on they count as unchanged. Undefined like `rows`. */
  take(workload: string): FreshRows | undefined;
  /** Says that what was taken could not be worked in. */
  giveBack(workload: string, fresh: FreshRows): void;
}

/** Without new telemetry a workload only gets older; a minute shows nowhere. */
const REFRESH_AFTER_MS = 60_000;
/** Hours of all workloads in one question: its answer, some 15 MB, is held in memory whole. */
const HOURS_A_QUESTION = 20_000;
/** Workloads in one question, however short their histories are. */
const WORKLOADS_A_QUESTION = 500;

/** Workloads that one question is about. */
interface Group {
  readonly workloads: readonly string[];
  readonly sinceMs: number;
}

/** Lowers a time kept by workload. */
function lower(times: Map<string, number>, workload: string, atMs: number): void {
  times.set(workload, Math.min(times.get(workload) ?? Infinity, atMs));
}

/** Rows are kept in memory for every workload asked for; questions go to the database one by one. */
export function createTelemetryCache(database: Database): TelemetryCache {
  const cached = new Map<string, HistoryRows>();
  /** Earliest time of telemetry that came since the rows were read, by workload. */
  const arrived = new Map<string, number>();
  /** From where on rows were read again since they were taken, by workload. */
  const changed = new Map<string, number>();
  /** Workloads whose rows are being read: what was noted before is on its way, and not here yet. */
  const reading = new Set<string>();
  const inTurn = oneAtATime();

  const readGroup = async ({ workloads, sinceMs }: Group, nowMs: number): Promise<void> => {
    // Taken before the question: what arrives while it is answered is noted again.
    const taken = workloads.flatMap((workload) => {
      const minTsMs = arrived.get(workload);
      arrived.delete(workload);
      return minTsMs === undefined ? [] : [[workload, minTsMs] as const];
    });
    for (const workload of workloads) reading.add(workload);
    try {
      // Whoever waited for a turn must not take back what was read meanwhile.
      const endMs = Math.max(nowMs, ...workloads.map((id) => cached.get(id)?.endMs ?? 0));
      const question = { endMs, precision: 'minute', sinceMs } as const;
      for (const [workload, fresh] of await readRowsSince(database, workloads, question)) {
        const old = cached.get(workload) ?? null;
        cached.set(workload, continueRows(old, fresh, sinceMs));
        lower(changed, workload, old ? sinceMs : 0);
        // A year of hours takes some milliseconds to sum up.
        if (old === null) await nextTurn();
      }
    } catch (error) {
      for (const [workload, minTsMs] of taken) lower(arrived, workload, minTsMs);
      throw error;
    } finally {
      for (const workload of workloads) reading.delete(workload);
    }
  };

  const sinceOf = (workload: string): number => {
    const rows = cached.get(workload);
    const changedFromMs = rows ? Math.min(arrived.get(workload) ?? Infinity, rows.endMs) : 0;
    return Math.max(0, floorTo(changedFromMs, HOUR_MS));
  };

  /** The next workloads that one question can be asked about, out of those that still have to be. */
  const nextGroup = async (stale: readonly string[], nowMs: number): Promise<Group> => {
    const sinceMs = Math.max(...stale.map(sinceOf));
    const same = stale
      .filter((workload) => sinceOf(workload) === sinceMs)
      .slice(0, WORKLOADS_A_QUESTION);
    const hours = sinceMs === 0 ? await countHours(database, same) : null;
    const recent = (nowMs - sinceMs) / HOUR_MS;
    let total = 0;
    const fitting = same.findIndex((workload, at) => {
      total += hours === null ? recent : (hours.get(workload) ?? 0);
      return total > HOURS_A_QUESTION && at > 0;
    });
    return { workloads: fitting === -1 ? same : same.slice(0, fitting), sinceMs };
  };

  const isFresh = (workload: string, nowMs: number, reachMs = 0): boolean => {
    const rows = cached.get(workload);
    return (
      rows !== undefined &&
      !arrived.has(workload) &&
      !reading.has(workload) &&
      nowMs - rows.endMs < REFRESH_AFTER_MS &&
      rows.endMs >= reachMs
    );
  };

  return {
    note(touched) {
      for (const [workload, { minTsMs }] of touched) lower(arrived, workload, minTsMs);
    },
    isFresh,
    async refresh(workloads, nowMs, reachMs = 0) {
      const isDone = (workload: string): boolean => isFresh(workload, nowMs, reachMs);
      // Each is read once at most: telemetry may come in faster than it is read.
      // What is fresh waits for nobody.
      const open = new Set(workloads.filter((workload) => !isDone(workload)));
      while (open.size > 0) {
        await inTurn(async () => {
          for (const workload of open) if (isDone(workload)) open.delete(workload);
          if (open.size === 0) return;
          const group = await nextGroup([...open], nowMs);
          await readGroup(group, nowMs);
          for (const workload of group.workloads) open.delete(workload);
        });
      }
    },
    rows: (workload) => cached.get(workload),
    take(workload) {
      const rows = cached.get(workload);
      if (rows === undefined) return undefined;
      const unchangedUntilMs = changed.get(workload) ?? rows.endMs;
      changed.delete(workload);
      return { rows, unchangedUntilMs };
    },
    giveBack: (workload, { unchangedUntilMs }) => lower(changed, workload, unchangedUntilMs),
  };
}
