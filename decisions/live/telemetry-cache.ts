import { oneAtATime } from '../../core/one-at-a-time.ts';
import { floorTo, HOUR_MS } from '../../core/time.ts';
import { continueRows, ROW_KINDS, type RowKind } from '../../signals/history/continue-rows.ts';
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

/** Earliest time of telemetry that came, by workload; epoch milliseconds. */
export type Touched = ReadonlyMap<string, { readonly minTsMs: number }>;

/** The rows of live workloads, read again only from where something new arrived. */
export interface TelemetryCache {
  /** @param kinds sorts of rows that may be others now; absent: all */
  note(touched: Touched, kinds?: readonly RowKind[]): void;
  /**
   * Brings rows up to about now: no older than the newest telemetry noted, nor than a minute.
   * @param reachMs they must reach this instant at least, which is not after now
   */
  refresh(workloads: readonly string[], nowMs: number, reachMs?: number): Promise<void>;
  /** Whether something was noted that the rows lack, or may lack. */
  hasNews(workload: string): boolean;
  /** Rows as they were read last; undefined for a workload that never was. */
  rows(workload: string): HistoryRows | undefined;
  /** Rows to be worked in: from then on they count as unchanged. Undefined like `rows`. */
  take(workload: string): FreshRows | undefined;
  /** Says that what was taken could not be worked in. */
  giveBack(workload: string, fresh: FreshRows): void;
}

/** Without new telemetry a workload only gets older; a minute shows nowhere. */
const REFRESH_AFTER_MS = 60_000;
/** All sorts of rows are read so often, however often some of them change. */
const WHOLE_AFTER_MS = 2 * REFRESH_AFTER_MS;
/** Hours of all workloads in one question: its answer, some 15 MB, is held in memory whole. */
const HOURS_A_QUESTION = 20_000;
/** Workloads in one question, however short their histories are. */
const WORKLOADS_A_QUESTION = 500;

/** What was noted of a workload. */
interface Noted {
  readonly workload: string;
  readonly minTsMs: number;
  readonly kinds: ReadonlySet<RowKind>;
}

/** Workloads that one question is about, and the sorts of rows it asks for; null: all. */
interface Group {
  readonly workloads: readonly string[];
  readonly sinceMs: number;
  readonly kinds: ReadonlySet<RowKind> | null;
  /** What it answers of what was noted. */
  readonly taken: readonly Noted[];
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
  /** Sorts of rows that may be others since they were read, by workload. */
  const dueKinds = new Map<string, Set<RowKind>>();
  /** Up to when all sorts of rows were read at once, by workload. */
  const wholeMs = new Map<string, number>();
  /** From where on rows were read again since they were taken, by workload. */
  const changed = new Map<string, number>();
  /** Workloads whose rows are being read: what was noted before is on its way, and not here yet. */
  const reading = new Set<string>();
  const inTurn = oneAtATime();

  const noteOne = (workload: string, minTsMs: number, kinds: Iterable<RowKind>): void => {
    lower(arrived, workload, minTsMs);
    const due = dueKinds.get(workload) ?? new Set();
    dueKinds.set(workload, due);
    for (const kind of kinds) due.add(kind);
  };

  const readGroup = async (group: Group, nowMs: number): Promise<void> => {
    const { workloads, sinceMs, kinds, taken } = group;
    try {
      // Whoever waited for a turn must not take back what was read meanwhile.
      const endMs = Math.max(nowMs, ...workloads.map((id) => cached.get(id)?.endMs ?? 0));
      const asked = kinds === null ? {} : { kinds };
      const question = { endMs, precision: 'minute', sinceMs, ...asked } as const;
      for (const [workload, fresh] of await readRowsSince(database, workloads, question)) {
        const old = cached.get(workload) ?? null;
        cached.set(workload, continueRows(old, fresh, sinceMs, asked.kinds));
        if (kinds === null) wholeMs.set(workload, endMs);
        lower(changed, workload, old ? sinceMs : 0);
        // A year of hours takes some milliseconds to sum up.
        if (old === null) await nextTurn();
      }
    } catch (error) {
      for (const noted of taken) noteOne(noted.workload, noted.minTsMs, noted.kinds);
      throw error;
    } finally {
      for (const workload of workloads) reading.delete(workload);
    }
  };

  /** Takes what was noted together with choosing the question: what comes later is noted again. */
  const takeNoted = (workload: string): Noted[] => {
    const minTsMs = arrived.get(workload);
    const kinds = dueKinds.get(workload) ?? new Set();
    arrived.delete(workload);
    dueKinds.delete(workload);
    reading.add(workload);
    return minTsMs === undefined ? [] : [{ workload, minTsMs, kinds }];
  };

  const sinceOf = (workload: string): number => {
    const rows = cached.get(workload);
    if (rows === undefined) return 0;
    // Sorts of rows that were left out since all of them were read may lack what came after.
    const lackingMs = Math.min(rows.endMs, wholeMs.get(workload) ?? 0);
    const changedFromMs = Math.min(arrived.get(workload) ?? Infinity, lackingMs);
    return Math.max(0, floorTo(changedFromMs, HOUR_MS));
  };

  /** What is to be read of a workload, others of its rows being as they were; null: everything. */
  const kindsOf = (workload: string, nowMs: number): ReadonlySet<RowKind> | null => {
    const readMs = wholeMs.get(workload) ?? 0;
    const kinds = new Set(dueKinds.get(workload));
    // What came with a time ahead, and what went by unnoted, can wait, but not into the next hour.
    const isDue = nowMs - readMs >= WHOLE_AFTER_MS || floorTo(nowMs, HOUR_MS) > readMs;
    if (isDue || kinds.size === 0) return null;
    // A run changes judgements only where there are any.
    if (kinds.size < ROW_KINDS.length && cached.get(workload)?.corrections.length === 0)
      kinds.delete('corrections');
    return kinds;
  };

  /** The next workloads that one question can be asked about, out of those that still have to be. */
  const nextGroup = async (stale: readonly string[], nowMs: number): Promise<Group> => {
    const sinceMs = Math.max(...stale.map(sinceOf));
    const first = stale.find((workload) => sinceOf(workload) === sinceMs)!;
    const isWhole = kindsOf(first, nowMs) === null;
    const same = stale
      .filter((workload) => sinceOf(workload) === sinceMs)
      .filter((workload) => (kindsOf(workload, nowMs) === null) === isWhole)
      .slice(0, WORKLOADS_A_QUESTION);
    const hours = sinceMs === 0 ? await countHours(database, same) : null;
    const recent = (nowMs - sinceMs) / HOUR_MS;
    let total = 0;
    const fitting = same.findIndex((workload, at) => {
      total += hours === null ? recent : (hours.get(workload) ?? 0);
      return total > HOURS_A_QUESTION && at > 0;
    });
    const workloads = fitting === -1 ? same : same.slice(0, fitting);
    const due = workloads.flatMap((workload) => [...(kindsOf(workload, nowMs) ?? [])]);
    return {
      workloads,
      sinceMs,
      kinds: isWhole ? null : new Set(due),
      taken: workloads.flatMap(takeNoted),
    };
  };

  const hasNews = (workload: string): boolean => arrived.has(workload) || reading.has(workload);
  const isFresh = (workload: string, nowMs: number, reachMs: number): boolean => {
    const rows = cached.get(workload);
    return (
      rows !== undefined &&
      !hasNews(workload) &&
      nowMs - (wholeMs.get(workload) ?? 0) < REFRESH_AFTER_MS &&
      rows.endMs >= reachMs
    );
  };

  return {
    note(touched, kinds = ROW_KINDS) {
      for (const [workload, { minTsMs }] of touched) noteOne(workload, minTsMs, kinds);
    },
    hasNews,
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
