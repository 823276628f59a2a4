import { BellwetherError } from '../../core/errors.ts';
import { HOUR_MS, MINUTE_MS, ceilTo, floorTo, isoTime } from '../../core/time.ts';
import type { Comparison } from '../../signals/compare.ts';
import type { CutWhole } from '../../signals/cut-reasons.ts';
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
import { historyToDraw, requireSignal, seriesByHours, totalsOf } from './signal-tables.ts';

/** Which parts are asked for: one value of a dimension, or all of them (null). */
export interface CutRequest {
  readonly dimension: CutDimension;
  readonly value: string | null;
}

/** A series of parts; `points` are those of the one value asked for, else of the whole workload. */
export interface CutSeriesAnswer extends SeriesAnswer {
  readonly cuts: readonly SeriesCut[];
  /** Why the signal is not known of parts; null where it is. */
  readonly reason: string | null;
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
  series(
    id: string,
    signal: string,
    span: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
    cut: CutRequest,
  ): Promise<CutSeriesAnswer>;
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

export function createCutAnswers(dependencies: CutAnswerDependencies): CutAnswers {
  const { database, cutSums, assessor } = dependencies;

  const wholeOf = (
    dimension: CutDimension,
    window: TelemetryWindow,
    { stated }: Pick<CutParts, 'stated'>,
  ): CutWhole => ({ dimension, window, stated });

  async function ask(id: string, atMs: number | null, windowMs: number | null) {
    refuseWindow(windowMs);
    const replayed = await assessor.replayed(id, atMs);
    await cutSums.catchUp();
    const window = requestedWindow(replayed.history, windowMs);
    const question = (dimension: CutDimension): CutQuestion => ({
      workload: id,
      dimension,
      fromMs: window.fromMs,
      endMs: window.toMs,
      precision: atMs === null ? 'hour' : 'exact',
    });
    return { replayed, window, question };
  }

  return {
    async signals(id, atMs, windowMs, { dimension, value }) {
      const { replayed, window, question } = await ask(id, atMs, windowMs);
      const values = value === null ? null : [value];
      const request = { values, stepMs: null, judgedAtOnce: false };
      const parts = await readParts(database, replayed.rows, question(dimension), request);
      const only =
        value === null ? window : parts.parts[0]?.history.window(window.fromMs, window.toMs);
      return {
        items: await cutItems(replayed, wholeOf(dimension, window, parts), parts),
        totals: totalsOf(only ?? window),
        fromMs: window.fromMs,
        toMs: window.toMs,
      };
    },

    async series(id, signal, { fromMs, toMs, stepMs }, { dimension, value }) {
      const entry = requireSignal(signal);
      const span = { fromMs: floorTo(fromMs, stepMs), toMs, stepMs };
      refuseSpan(span);
      refuseShortSteps(stepMs);
      const replayed = await assessor.replayed(id, null);
      await cutSums.catchUp();
      const { rows, history } = replayed;
      const startMs = Math.min(span.fromMs, rows.endMs);
      const lastMs = span.fromMs + ceilTo(toMs - span.fromMs, stepMs);
      const endMs = Math.max(startMs, Math.min(lastMs, rows.endMs));
      const question: CutQuestion = {
        workload: id,
        dimension,
        fromMs: startMs,
        endMs,
        precision: 'hour',
      };
      const values = value === null ? null : [value];
      const request = { values, stepMs, judgedAtOnce: true };
      const parts = await readParts(database, rows, question, request);
      refuseManyPoints(span, parts);
      const whole = wholeOf(dimension, history.window(startMs, endMs), parts);
      const { cuts, reason } = await cutSeries(replayed, signal, whole, parts, span);
      const points =
        value === null
          ? await seriesByHours(replayed, signal, historyToDraw(rows), span)
          : (cuts[0]?.points ?? []);
      const step = `${stepMs / MINUTE_MS}m`;
      return { signal, unit: entry.unit, step, points, cuts: value === null ? cuts : [], reason };
    },

    async compare(id, atMs, windowMs, request) {
      const { dimension } = request;
      const { replayed, window, question } = await ask(id, atMs, windowMs);
      const asked = question(dimension);
      const [before, after] = await chooseCompared(database, asked, request);
      const partsRequest = { values: [before, after], stepMs: null, judgedAtOnce: false };
      const [parts, pairs] = await Promise.all([
        readParts(database, replayed.rows, asked, partsRequest),
        readCutPairs(database, { ...asked, before, after }),
      ]);
      const [left, right] = parts.parts;
      if (!left || !right) throw new RangeError('every value asked for is a part');
      const items = comparisonItems(replayed, {
        whole: wholeOf(dimension, window, parts),
        before: left.history,
        after: right.history,
        pairs,
      });
      return {
        workload: id,
        by: dimension,
        before,
        after,
        from: isoTime(window.fromMs),
        to: isoTime(window.toMs),
        confidence: 1 - replayed.inForce.policy.alpha,
        items,
        paired: pairs,
      };
    },
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
function refuseManyPoints(
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
  { parts }: CutParts,
): void {
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
