import { BellwetherError } from '../../core/errors.ts';
import { HOUR_MS, MINUTE_MS, ceilTo, floorTo, isoTime } from '../../core/time.ts';
import type { Comparison } from '../../signals/compare.ts';
import type { CutDimension } from '../../signals/cut.ts';
import type { SeriesCut } from '../../signals/series.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { CutSums } from '../../store/cut-sums.ts';
import type { Database } from '../../store/database.ts';
import { readCutPairs } from '../../store/questions/read-cut-pairs.ts';
import type { CutQuestion } from '../../store/questions/read-cuts.ts';
import type { Assessor, SeriesAnswer, SignalsAnswer } from '../assessor.ts';
import { comparisonItems } from './cut-comparison.ts';
import { chooseCompared, type CompareRequest } from './cut-choice.ts';
import { readParts, type CutParts } from './cut-parts.ts';
import { cutItems, cutSeries } from './cut-tables.ts';
import { refuseSpan } from './refuse-span.ts';
import { refuseWindow, requestedWindow } from './requested-window.ts';
import type { Replayed } from './replays.ts';
import {
  historyToDraw,
  requireSignal,
  seriesByHours,
  totalsOf,
  type SeriesSpan,
} from './signal-tables.ts';

/** Which parts are asked for: one value of a dimension, or all of them (null). */
export interface CutRequest {
  readonly dimension: CutDimension;
  readonly value: string | null;
}

/** A series of parts; `points` are those of the one value asked for, else of the whole workload. */
export interface CutSeriesAnswer extends SeriesAnswer {
  readonly cuts: readonly SeriesCut[];
}

/** Answers what telemetry says of parts of a workload. */
export interface CutAnswers {
  /** @param atMs null: now; @param windowMs null: 28 days */
  signals(
    id: string,
    atMs: number | null,
    windowMs: number | null,
    cut: CutRequest,
  ): Promise<SignalsAnswer>;
  series(id: string, signal: string, span: SeriesSpan, cut: CutRequest): Promise<CutSeriesAnswer>;
  compare(
    id: string,
    atMs: number | null,
    windowMs: number | null,
    request: CompareRequest,
  ): Promise<Comparison>;
}

/** What cuts are answered from. */
export interface CutAnswerDependencies {
  readonly database: Database;
  readonly cutSums: Pick<CutSums, 'catchUp'>;
  readonly assessor: Pick<Assessor, 'replayed'>;
}

/** More points of parts than any chart shows. */
const MAX_POINTS_OF_PARTS = 20_000;

/** Makes the answers; sums are brought up to date before each. */
export function createCutAnswers(dependencies: CutAnswerDependencies): CutAnswers {
  return {
    signals: (id, atMs, windowMs, cut) => answerSignals(dependencies, { id, atMs, windowMs }, cut),
    series: (id, signal, span, cut) => answerSeries(dependencies, { id, signal, span }, cut),
    compare: (id, atMs, windowMs, request) =>
      answerComparison(dependencies, { id, atMs, windowMs }, request),
  };
}

/** A workload over a window; null: now, and the usual length. */
interface Asked {
  readonly id: string;
  readonly atMs: number | null;
  readonly windowMs: number | null;
}

/** The whole workload over the window asked for, and what its parts are read by. */
async function readWhole(
  { assessor, cutSums }: CutAnswerDependencies,
  { id, atMs, windowMs }: Asked,
  dimension: CutDimension,
): Promise<{ replayed: Replayed; window: TelemetryWindow; question: CutQuestion }> {
  refuseWindow(windowMs);
  const replayed = await assessor.replayed(id, atMs);
  await cutSums.catchUp();
  const window = requestedWindow(replayed.history, windowMs);
  const question: CutQuestion = {
    workload: id,
    dimension,
    fromMs: window.fromMs,
    endMs: window.toMs,
    precision: atMs === null ? 'hour' : 'exact',
  };
  return { replayed, window, question };
}

async function answerSignals(
  dependencies: CutAnswerDependencies,
  asked: Asked,
  { dimension, value }: CutRequest,
): Promise<SignalsAnswer> {
  const { replayed, window, question } = await readWhole(dependencies, asked, dimension);
  const { fromMs, toMs } = window;
  const request = { values: value === null ? null : [value], stepMs: null, judgedAtOnce: false };
  const parts = await readParts(dependencies.database, replayed.rows, question, request);
  const only = value === null ? undefined : parts.parts[0]?.history.window(fromMs, toMs);
  const items = await cutItems(replayed, { dimension, window, stated: parts.stated }, parts);
  return { items, totals: totalsOf(only ?? window), fromMs, toMs };
}

async function answerSeries(
  { database, assessor, cutSums }: CutAnswerDependencies,
  { id, signal, span: asked }: { id: string; signal: string; span: SeriesSpan },
  { dimension, value }: CutRequest,
): Promise<CutSeriesAnswer> {
  const { unit } = requireSignal(signal);
  const { toMs, stepMs } = asked;
  const span = { fromMs: floorTo(asked.fromMs, stepMs), toMs, stepMs };
  refuseSpan(span);
  refuseShortSteps(stepMs);
  const replayed = await assessor.replayed(id, null);
  await cutSums.catchUp();
  const { rows, history } = replayed;
  const fromMs = Math.min(span.fromMs, rows.endMs);
  const lastMs = span.fromMs + ceilTo(toMs - span.fromMs, stepMs);
  const endMs = Math.max(fromMs, Math.min(lastMs, rows.endMs));
  const question: CutQuestion = { workload: id, dimension, fromMs, endMs, precision: 'hour' };
  const request = { values: value === null ? null : [value], stepMs, judgedAtOnce: true };
  const parts = await readParts(database, rows, question, request);
  refuseManyPoints(span, parts);
  const whole = { dimension, window: history.window(fromMs, endMs), stated: parts.stated };
  const { cuts, reason } = await cutSeries(replayed, signal, whole, parts, span);
  const step = `${stepMs / MINUTE_MS}m`;
  if (value !== null) {
    return { signal, unit, step, points: cuts[0]?.points ?? [], cuts: [], reason };
  }
  const points = await seriesByHours(replayed, signal, historyToDraw(rows), span);
  return { signal, unit, step, points, cuts, reason };
}

async function answerComparison(
  dependencies: CutAnswerDependencies,
  asked: Asked,
  request: CompareRequest,
): Promise<Comparison> {
  const { database } = dependencies;
  const { dimension } = request;
  const { replayed, window, question } = await readWhole(dependencies, asked, dimension);
  const [before, after] = await chooseCompared(database, question, request);
  const partsRequest = { values: [before, after], stepMs: null, judgedAtOnce: false };
  const [{ parts, stated }, pairs] = await Promise.all([
    readParts(database, replayed.rows, question, partsRequest),
    readCutPairs(database, { ...question, before, after }),
  ]);
  const [left, right] = parts;
  if (!left || !right) throw new RangeError('every value asked for is a part');
  return {
    workload: asked.id,
    by: dimension,
    before,
    after,
    from: isoTime(window.fromMs),
    to: isoTime(window.toMs),
    confidence: 1 - replayed.inForce.policy.alpha,
    items: comparisonItems(replayed, {
      whole: { dimension, window, stated },
      before: left.history,
      after: right.history,
      pairs,
    }),
    paired: pairs,
  };
}

/** @throws BellwetherError `invalid` where steps are shorter than what cuts are kept by */
function refuseShortSteps(stepMs: number): void {
  if (stepMs % HOUR_MS === 0) return;
  throw new BellwetherError('invalid', 'parts of a workload are kept by the hour', {
    errors: [{ path: 'step', message: 'expected whole hours with by, or with a filter' }],
  });
}

/** @throws BellwetherError `invalid` where all parts together have too many points */
function refuseManyPoints({ fromMs, toMs, stepMs }: SeriesSpan, { parts }: CutParts): void {
  if ((parts.length * (toMs - fromMs)) / stepMs <= MAX_POINTS_OF_PARTS) return;
  throw new BellwetherError('invalid', 'this series cannot be drawn', {
    errors: [
      {
        path: 'step',
        message: `expected at most ${MAX_POINTS_OF_PARTS} points of ${parts.length} values: take a longer step`,
      },
    ],
  });
}
