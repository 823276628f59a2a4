import { oneAtATime } from '../../core/one-at-a-time.ts';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Database } from '../../store/database.ts';
import type { AlertLog, AlertLogEntry } from '../alert-log.ts';
import { episodeKey, type Episode } from '../episode/episode.ts';
import type { Transition } from '../episode/step-alert.ts';
import { needsHours } from '../evaluate/hour-plan.ts';
import { createHourReader } from '../evaluate/read-hours.ts';
import { readWindows, type ReadHistories } from '../evaluate/read-windows.ts';
import { dueRules, dueWindows, findTargets, type RuleTargets } from '../evaluate/rule-targets.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import { AlertBook } from './alert-book.ts';
import { dueMinutes } from './due-minutes.ts';
import type { TickTools } from './evaluate-part.ts';
import type { RuleNotes } from './rule-notes.ts';
import { runTick, type TickResult } from './run-tick.ts';
import { createTelemetryWait } from './telemetry-wait.ts';
import { isLate, watchEvaluation } from './watch-evaluation.ts';

/** How long the evaluation of a minute waits for its telemetry. */
export const EVALUATION_DELAY_MS = 60_000;
/** Minutes that passed while nobody evaluated are made up for, this far back. */
export const CATCH_UP_MS = 6 * 60 * MINUTE_MS;

/** How evaluation is doing. */
export interface EngineStatus {
  /** The last minute that was evaluated, epoch milliseconds; null before the first. */
  readonly evaluatedMs: number | null;
  /** Evaluations that failed in a row. */
  readonly failures: number;
  readonly lastError: string | null;
  /** How long the last evaluation took, milliseconds. */
  readonly lastTookMs: number | null;
  /** How long ago the first minute that is not evaluated was due, milliseconds; 0: none is. */
  readonly lagMs: number;
  /** Whether it is so late that people have to know. */
  readonly isLate: boolean;
}

/** Evaluates rules minute by minute, and keeps where their alerts stand. */
export interface AlertEngine {
  /**
   * Evaluates every minute that is due and whose telemetry is in the database, in order; resolves when they
   * are durable.
   */
  catchUp(): Promise<void>;
  open(): Episode[];
  /** Ended episodes, the latest first. */
  ended(): Episode[];
  /** By its key; null where it is not known. */
  find(key: string): Episode | null;
  /**
   * Changes the response to an episode, one change at a time.
   * @param change throws where it is not possible
   * @returns the episode as it is now; null where it is not known
   */
  respond(key: string, change: (episode: Episode) => Episode): Promise<Episode | null>;
  status(): EngineStatus;
  /** A number that is the same as long as nothing about any alert changes but its latest number. */
  revision(): number;
  /** What rules could not look at when they were evaluated last, by rule id; rules without any left out. */
  notes(): ReadonlyMap<string, RuleNotes>;
}

/** What the engine works with. */
export interface AlertEngineParts {
  readonly database: Database;
  readonly log: AlertLog;
  readonly readHistories: ReadHistories;
  /** Rules as they are now: the same array as long as none changes. */
  readonly rules: () => readonly CompiledRule[];
  /** Records as they are now: the same array as long as none changes. */
  readonly workloads: () => readonly WorkloadDocument[];
  /** When each workload first sent anything, epoch milliseconds. */
  readonly firstSeen: () => Promise<FirstSeen>;
  readonly now: () => number;
  /** A clock that nobody sets; milliseconds from anywhere. */
  readonly elapsedMs: () => number;
  /** Up to when everything that was acknowledged is in the database, epoch milliseconds. */
  readonly settledMs: () => Promise<number>;
  readonly tools: TickTools;
  /** Told of what is durable. */
  readonly onChange: (transitions: readonly Transition[], episodes: readonly Episode[]) => void;
}

type FirstSeen = ReadonlyMap<string, number>;

/** Which rules look at which workloads, for as long as what it was made of is the same. */
interface KnownTargets {
  readonly rules: readonly CompiledRule[];
  readonly workloads: readonly WorkloadDocument[];
  readonly firstSeen: FirstSeen;
  readonly targets: RuleTargets;
}

const CURSOR = 'evaluated';

/** Opens the engine where the log left off; a first start begins with the minute that is now due. */
export async function createAlertEngine(parts: AlertEngineParts): Promise<AlertEngine> {
  const { log, now } = parts;
  const [cursors, tracks, episodes] = await Promise.all([
    log.load('cursor'),
    log.load('track'),
    log.load('episode'),
  ]);
  const book = AlertBook.from(tracks, episodes);
  const stored = cursors.get(CURSOR);
  let evaluatedMs = typeof stored === 'number' ? stored : null;
  let failures = 0;
  let lastError: string | null = null;
  let lastTookMs: number | null = null;
  const readHours = createHourReader(parts.database);
  const notes = new Map<string, RuleNotes>();
  const telemetry = createTelemetryWait(parts.elapsedMs);
  let revision = 0;
  let known: KnownTargets | null = null;
  const inTurn = oneAtATime();

  const findKnownTargets = (firstSeen: FirstSeen): RuleTargets => {
    const [rules, workloads] = [parts.rules(), parts.workloads()];
    const isKnown = known?.rules === rules && known.workloads === workloads;
    if (known === null || !isKnown || !isSameMap(known.firstSeen, firstSeen)) {
      const targets = findTargets(rules, workloads, firstSeen, parts.tools.alertId);
      known = { rules, workloads, firstSeen, targets };
    }
    return known.targets;
  };
  /** Only what is durable counts: a failure before leaves everything to be done again. */
  const keep = async (result: TickResult, more: readonly AlertLogEntry[]): Promise<void> => {
    await log.append([
      ...result.records.map((record): AlertLogEntry => ({
        kind: 'track',
        id: record.id,
        document: record,
      })),
      ...result.episodes.map((one): AlertLogEntry => ({
        kind: 'episode',
        id: episodeKey(one),
        document: one,
      })),
      ...more,
    ]);
    if (result.records.length + result.episodes.length > 0) revision += 1;
    for (const record of result.records) book.put(record);
    for (const one of result.episodes) book.putEpisode(one);
    for (const one of result.seen) book.see(one);
  };
  const tell = ({ transitions, episodes: changed }: TickResult): void => {
    if (transitions.length + changed.length > 0) parts.onChange(transitions, changed);
  };
  const evaluate = async (atMs: number, firstSeen: FirstSeen): Promise<void> => {
    const startedMs = now();
    const targets = findKnownTargets(firstSeen);
    const due = dueRules(targets, atMs);
    const asked = {
      requests: dueWindows(targets, atMs),
      historyWorkloads: historyWorkloads(due, targets.selected),
      hours: due.some(({ conditions }) => conditions.some(needsHours)) ? targets.hours : null,
    };
    const windows = await readWindows({ ...parts, readHours }, asked, atMs);
    const result = runTick(book, targets, windows, atMs, parts.tools);
    await keep(result, [{ kind: 'cursor', id: CURSOR, document: atMs }]);
    for (const id of result.evaluated) notes.delete(id);
    for (const [id, note] of result.notes) notes.set(id, note);
    evaluatedMs = atMs;
    lastTookMs = now() - startedMs;
    tell(result);
  };

  const lagOf = () => {
    const dueMs = floorTo(now() - EVALUATION_DELAY_MS, MINUTE_MS);
    return { lagMs: evaluatedMs === null ? 0 : Math.max(0, dueMs - evaluatedMs), failures };
  };
  /** @param lateMs how late evaluation is, or was; null: it is in time */
  const watch = async (lateMs: number | null): Promise<void> => {
    const find = (id: string) => ({ known: book.record(id), open: book.episode(id) });
    const step = watchEvaluation(parts.tools.alertId, find, lateMs, now());
    if (step === null) return;
    const { record, episode, transition } = step;
    const result = {
      records: [record],
      episodes: episode === null ? [] : [episode],
      seen: [],
      transitions: transition === null ? [] : [transition],
      evaluated: [],
      notes: new Map(),
    };
    await keep(result, []);
    tell(result);
  };
  const catchUpInTurn = async (): Promise<void> => {
    const lastMs = floorTo(now() - EVALUATION_DELAY_MS, MINUTE_MS);
    const before = lagOf();
    let isToldOf = !isLate(before);
    const due = [...dueMinutes(evaluatedMs, lastMs, CATCH_UP_MS)];
    const settledMs = due.length === 0 ? Infinity : await parts.settledMs();
    // Asked once its telemetry is there, not before: it may be what a workload is first heard of by.
    let firstSeen: FirstSeen | null = null;
    for (const atMs of due) {
      if (!telemetry.mayEvaluate(atMs, settledMs, due.at(-1)!)) break;
      firstSeen ??= await parts.firstSeen();
      await evaluate(atMs, firstSeen);
      // As soon as anything can be written again, and before hours are made up for.
      if (!isToldOf) await watch(before.lagMs);
      isToldOf = true;
    }
    failures = 0;
    lastError = null;
    if (!isLate(lagOf())) await watch(null);
  };

  return {
    catchUp: () =>
      inTurn(async () => {
        try {
          await catchUpInTurn();
        } catch (error) {
          failures += 1;
          lastError = error instanceof Error ? error.message : String(error);
          throw error;
        }
      }),
    notes: () => notes,
    revision: () => revision,
    open: () => book.openEpisodes(),
    ended: () => book.endedEpisodes(),
    find(key) {
      const found = book.find(key);
      return found && book.shown(found);
    },
    respond: (key, change) =>
      inTurn(async () => {
        const before = book.find(key);
        if (before === null) return null;
        const after = change(before);
        await log.append([{ kind: 'episode', id: key, document: after }]);
        book.putEpisode(after);
        revision += 1;
        parts.onChange([], [after]);
        return after;
      }),
    status() {
      const lag = lagOf();
      return { evaluatedMs, lastError, lastTookMs, ...lag, isLate: isLate(lag) };
    },
  };
}

/** Workloads of which some rule asks for more than the sums of minutes. */
function historyWorkloads(
  rules: readonly CompiledRule[],
  selected: RuleTargets['selected'],
): string[] {
  const needing = rules.filter(({ conditions }) =>
    conditions.some((one) => one.kind !== 'absence' && one.source === 'history'),
  );
  const ids = needing.flatMap(({ document }) => selected.get(document.id) ?? []);
  return [...new Set(ids.map(({ subject }) => subject.id))];
}

function isSameMap<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
