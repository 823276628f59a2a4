import { floorTo, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { BellwetherError } from '../../core/errors.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { RowKind } from '../../signals/history/continue-rows.ts';
import { begunKinds, rowsUntil } from '../../signals/history/rows-until.ts';
import type { Database } from '../../store/database.ts';
import { readRowsSince } from '../../store/questions/read-history.ts';
import { nextTurn } from '../../store/take-turns.ts';
import { replayRows, type Replayed, type Subject } from './replays.ts';
import { createTelemetryCache, type Touched } from './telemetry-cache.ts';

/** The telemetry of workloads and the engine's runs over it, kept in memory and brought up to date. */
export interface LiveReplays {
  /** Told of telemetry that became queryable; see `TelemetryCache`. */
  note(touched: Touched, kinds?: readonly RowKind[]): void;
  /**
   * Runs up to about now, one after another in the order asked for, each as soon as it is there: of
   * many workloads the telemetry of the next is read meanwhile. Rejects with the first failure once all
   * the others were visited.
   * @param visit takes a millisecond or so
   */
  each(ids: readonly string[], visit: (replayed: Replayed) => void): Promise<void>;
  /**
   * Runs up to an instant, by workload, in the order asked for.
   * @param endMs not after now
   */
  at(subjects: readonly Subject[], endMs: number): Promise<Map<string, Replayed>>;
  /** Whether a workload was run before: the first run reads all its telemetry. */
  knows(id: string): boolean;
  /**
   * The last run of a workload, for answers that need not wait for its newest telemetry.
   * @returns null where it is older than two minutes, or where its record, its policy or whatever else
   * decides about it is another by now
   */
  recent(id: string): Replayed | null;
  /** Whether telemetry of a workload was noted that its last run lacks. */
  isBehind(id: string): boolean;
  /** The workloads run before of which that holds. */
  behind(): string[];
  /** A workload's telemetry up to about now, without deciding on it. */
  rows(id: string): Promise<HistoryRows>;
}

/** What live replays are made of. */
export interface LiveReplaysDependencies {
  readonly database: Database;
  readonly now: () => number;
  /** A workload with all that decides about it now; throws where there is none. */
  readonly subjectOf: (id: string) => Subject;
}

/** Workloads brought up to date and visited at a time: some milliseconds, where only an hour is new. */
const WORKLOADS_A_TURN = 8;
/** Twice what rows may be old: whoever keeps them up to date looks after the first. */
const RECENT_MS = 2 * MINUTE_MS;
/** Workloads whose telemetry is read at a time, where there are many. */
const WORKLOADS_AHEAD = 500;

/** Keeps what was asked for once; a run that has to wait for telemetry or takes long holds nobody up. */
export function createLiveReplays({
  database,
  now,
  subjectOf,
}: LiveReplaysDependencies): LiveReplays {
  const cache = createTelemetryCache(database);
  const live = new Map<string, Replayed>();
  /** The last update of each workload that is under way: two at once would work in the same rows twice. */
  const updating = new Map<string, Promise<unknown>>();

  const updateNow = async (id: string): Promise<Replayed> => {
    const subject = subjectOf(id);
    const before = live.get(id) ?? null;
    const fresh = cache.take(id);
    if (!fresh) throw new BellwetherError('unavailable', 'the telemetry was not answered');
    if (before?.rows === fresh.rows && before.key === subject.key) return before;
    try {
      const replayed = await replayRows(subject, fresh.rows, before, fresh.unchangedUntilMs);
      live.set(id, replayed);
      return replayed;
    } catch (error) {
      cache.giveBack(id, fresh);
      throw error;
    }
  };

  const isBehind = (id: string): boolean =>
    cache.hasNews(id) || cache.rows(id) !== live.get(id)?.rows;

  const recent = (id: string): Replayed | null => {
    const last = live.get(id);
    if (last === undefined || now() - last.rows.endMs >= RECENT_MS) return null;
    return last.key === subjectOf(id).key ? last : null;
  };

  const update = (id: string): Promise<Replayed> => {
    const turn = (updating.get(id) ?? Promise.resolve()).then(() => updateNow(id));
    const settled: Promise<void> = turn.then(
      () => undefined,
      () => undefined,
    );
    updating.set(id, settled);
    void settled.then(() => updating.get(id) === settled && updating.delete(id));
    return turn;
  };

  const updateEach = async (
    ids: readonly string[],
    reachMs: number,
    visit: (replayed: Replayed) => void,
  ): Promise<void> => {
    const nowMs = now();
    const read = (from: number): Promise<void> => {
      const reading = cache.refresh(ids.slice(from, from + WORKLOADS_AHEAD), nowMs, reachMs);
      // Thrown where it is waited for, which is later.
      reading.catch(() => undefined);
      return reading;
    };
    // One that cannot be worked out keeps nobody else from it.
    const failures: unknown[] = [];
    let reading = read(0);
    for (let from = 0; from < ids.length; from += WORKLOADS_AHEAD) {
      await reading;
      reading = read(from + WORKLOADS_AHEAD);
      for (const [at, id] of ids.slice(from, from + WORKLOADS_AHEAD).entries()) {
        try {
          visit(await update(id));
        } catch (error) {
          failures.push(error);
        }
        if (at % WORKLOADS_A_TURN === WORKLOADS_A_TURN - 1) await nextTurn();
      }
    }
    if (failures.length > 0) throw failures[0];
  };

  return {
    note: (touched, kinds) => cache.note(touched, kinds),
    each: (ids, visit) => updateEach(ids, 0, visit),
    knows: (id) => live.has(id),
    recent,
    isBehind,
    behind: () => [...live.keys()].filter(isBehind),
    async at(subjects, endMs) {
      const ids = subjects.map(({ workload }) => workload.id);
      const sinceMs = floorTo(endMs, HOUR_MS);
      const current = new Map<string, Replayed>();
      await updateEach(ids, sinceMs, (found) => current.set(found.workload.id, found));
      const kinds = new Set([...current.values()].flatMap(({ rows }) => begunKinds(rows, endMs)));
      const question = { endMs, precision: 'exact', sinceMs, kinds } as const;
      const begun = kinds.size > 0 ? await readRowsSince(database, ids, question) : null;
      const replayed = new Map<string, Replayed>();
      for (const subject of subjects) {
        const { id } = subject.workload;
        const known = current.get(id)!;
        const rows = rowsUntil(known.rows, begun?.get(id) ?? null, endMs);
        replayed.set(id, await replayRows(subject, rows, known, endMs));
        if (replayed.size % WORKLOADS_A_TURN === 0) await nextTurn();
      }
      return replayed;
    },
    async rows(id) {
      const isRecent = recent(id) !== null && !isBehind(id);
      if (!isRecent) await cache.refresh([id], now());
      const rows = cache.rows(id);
      if (!rows) throw new BellwetherError('unavailable', 'the telemetry was not answered');
      return rows;
    },
  };
}
