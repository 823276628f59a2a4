import { HOUR_MS, MINUTE_MS, ceilTo } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { Database } from '../../store/database.ts';
import { readSumSeries } from '../../store/questions/read-sum-series.ts';
import { nextTurn } from '../../store/take-turns.ts';
import { AlertBook } from '../engine/alert-book.ts';
import type { TickTools } from '../engine/evaluate-part.ts';
import { runTick } from '../engine/run-tick.ts';
import { episodeKey, type Episode } from '../episode/episode.ts';
import { planHours } from '../evaluate/hour-plan.ts';
import { readHoursOver } from '../evaluate/read-hours.ts';
import { readReportsBetween } from '../evaluate/read-reports-of.ts';
import type { AbsentReason } from '../evaluate/reading.ts';
import type { ReadHistories } from '../evaluate/read-windows.ts';
import { findTargets } from '../evaluate/rule-targets.ts';
import { MOST_PARTS, planWindows, type WindowRequest } from '../evaluate/window-request.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import { createSlidWindows, type SlidWindows } from './slid-windows.ts';

/** What a rule is run over. */
export interface Replay {
  readonly rule: CompiledRule;
  /** Those that the rule looks at. */
  readonly workloads: readonly WorkloadDocument[];
  /** When each of them first sent anything, epoch milliseconds. */
  readonly firstSeen: ReadonlyMap<string, number>;
  /** Evaluated after `fromMs` up to and with `toMs`; both on the minute. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a replay works with. */
export interface ReplayParts {
  readonly database: Database;
  readonly readHistories: ReadHistories;
  readonly tools: TickTools;
}

/** What a rule did in a replay. */
export interface Replayed {
  readonly episodes: readonly Episode[];
  /** Why nothing could be told at the end, by workload. */
  readonly reasons: ReadonlyMap<string, AbsentReason>;
}

/** Numbers held in memory at a time, some 30 MB. */
const MAX_NUMBERS = 4_000_000;
/** What a minute's latencies, and a cut's values, add to the numbers of a minute; a guess on the high side. */
const LATENCY_NUMBERS = 20;
const CUT_VALUES = 5;
/** Evaluations worked on at a time: a few milliseconds. */
const EVALUATIONS_A_TURN = 1000;

const needsHistory = ({ conditions }: CompiledRule): boolean =>
  conditions.some((one) => one.kind !== 'absence' && one.source === 'history');

/** Whether any condition of a rule is known by the hour only: of a history, or of releases. */
export const isHourly = (rule: CompiledRule): boolean =>
  needsHistory(rule) || rule.conditions.some(({ kind }) => kind === 'release');

/** How often a rule is evaluated in a replay. */
export function replayIntervalMs(rule: CompiledRule): number {
  if (!isHourly(rule)) return rule.intervalMs;
  let intervalMs = rule.intervalMs;
  while (intervalMs % HOUR_MS !== 0) intervalMs += rule.intervalMs;
  return intervalMs;
}

/**
 * The episodes that a rule would have had, had it been written when the time began: the very steps of
 * live evaluation, over windows that are slid along in memory. Each minute is read once.
 */
export async function replayRule(parts: ReplayParts, replay: Replay): Promise<Replayed> {
  const rule: CompiledRule = { ...replay.rule, intervalMs: replayIntervalMs(replay.rule) };
  const requests = planWindows([rule]);
  const asked = [...requests.values()].filter(({ window }) => window.source === 'minutes');
  const measures = [...new Set(asked.flatMap((one) => [...one.measures]))];
  const size = batchSize(rule, asked, measures, replay);
  const tools = { ...parts.tools, alertId: remembered(parts.tools.alertId) };
  const episodes: Episode[] = [];
  const reasons = new Map<string, AbsentReason>();
  for (let i = 0; i < replay.workloads.length; i += size) {
    const workloads = replay.workloads.slice(i, i + size);
    const ids = workloads.map(({ id }) => id);
    const plan = planHours([rule], () => ids);
    const [series, histories, hours, reported] = await Promise.all([
      readSeries(parts.database, rule, asked, measures, ids, replay),
      needsHistory(rule) ? parts.readHistories(ids, replay.toMs) : new Map(),
      plan === null ? new Map() : readHoursOver(parts.database, plan, replay),
      asked.length === 0
        ? new Map()
        : readReportsBetween(parts.database, ids, {
            fromMs: readFromMs(asked, replay.fromMs),
            toMs: replay.toMs,
          }),
    ]);
    const windows = createSlidWindows(series, requests, measures, histories, hours, reported);
    const batch = await replayBatch({ ...replay, rule, workloads }, windows, tools);
    episodes.push(...batch.episodes);
    for (const [workload, reason] of batch.reasons) reasons.set(workload, reason);
  }
  return { episodes, reasons };
}

/** How many workloads' minutes fit into memory at a time. */
function batchSize(
  { cut }: CompiledRule,
  asked: readonly WindowRequest[],
  measures: readonly MeasureName[],
  replay: Replay,
): number {
  const minutes = (replay.toMs - readFromMs(asked, replay.fromMs)) / MINUTE_MS;
  const hasLatency = asked.some((one) => one.hasLatency);
  const numbers = measures.length + 3 + (hasLatency ? LATENCY_NUMBERS : 0);
  const values = cut === null ? 1 : CUT_VALUES;
  return Math.max(1, Math.floor(MAX_NUMBERS / (minutes * numbers * values)));
}

const readFromMs = (asked: readonly WindowRequest[], fromMs: number): number =>
  fromMs - Math.max(0, ...asked.map(({ window }) => window.lengthMs + window.offsetMs));

async function readSeries(
  database: Database,
  { cut }: CompiledRule,
  asked: readonly WindowRequest[],
  measures: readonly MeasureName[],
  workloads: readonly string[],
  { fromMs, toMs }: Replay,
) {
  if (asked.length === 0) return [];
  return readSumSeries(database, {
    step: 'minute',
    cut,
    values: null,
    mostValues: cut === null ? null : MOST_PARTS,
    hoursMs: null,
    measures,
    hasLatency: asked.some((one) => one.hasLatency),
    hasMinutes: asked.some((one) => one.hasMinutes),
    workloads,
    fromMs: readFromMs(asked, fromMs),
    toMs,
  });
}

async function replayBatch(
  { rule, workloads, firstSeen, fromMs, toMs }: Replay,
  windows: SlidWindows,
  tools: TickTools,
): Promise<Replayed> {
  const targets = findTargets([rule], workloads, firstSeen, tools.alertId);
  const book = AlertBook.from(new Map(), new Map());
  const episodes = new Map<string, Episode>();
  const ticksATurn = Math.max(1, Math.floor(EVALUATIONS_A_TURN / workloads.length));
  let ticks = 0;
  let reasons: Replayed['reasons'] = new Map();
  for (let at = ceilTo(fromMs + 1, rule.intervalMs); at <= toMs; at += rule.intervalMs) {
    windows.moveTo(at);
    const result = runTick(book, targets, windows, at, tools);
    for (const record of result.records) book.put(record);
    for (const one of result.episodes) {
      book.putEpisode(one);
      episodes.set(episodeKey(one), one);
    }
    reasons = result.notes.get(rule.document.id)?.reasons ?? new Map();
    ticks += 1;
    if (ticks % ticksATurn === 0) await nextTurn();
  }
  return { episodes: [...episodes.values()], reasons };
}

/** Ids are hashes: the same few are asked for every minute. */
function remembered(alertId: TickTools['alertId']): TickTools['alertId'] {
  const known = new Map<string, string>();
  return (...parts) => {
    const key = parts.join('\n');
    let id = known.get(key);
    if (id === undefined) known.set(key, (id = alertId(...parts)));
    return id;
  };
}
