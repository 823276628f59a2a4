import { HOUR_MS, floorTo } from '../../core/time.ts';
import { OTHER_VALUE } from '../../signals/cut.ts';
import { createHistory } from '../../signals/history.ts';
import { groupBy } from '../../signals/history/group-by.ts';
import { NO_ROWS, type HistoryRows, type JudgementCorrection } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { Database } from '../../store/database.ts';
import { readCutCorrections } from '../../store/questions/read-cut-corrections.ts';
import {
  listCutValues,
  readCuts,
  type CutQuestion,
  type CutRow,
} from '../../store/questions/read-cuts.ts';

/** One value of a dimension with its own telemetry. */
export interface CutPart {
  readonly value: string;
  readonly history: TelemetryHistory;
}

/** Parts of a workload's telemetry. */
export interface CutParts {
  readonly parts: readonly CutPart[];
  /** Sum of a measure over all values of the dimension, those not asked for included. */
  readonly stated: (measure: MeasureName) => number;
}

/** How parts are read. */
export interface PartsRequest {
  /** Null: the most frequent values, and the rest as `other`. */
  readonly values: readonly string[] | null;
  /** Whole hours; null: the window is one step. */
  readonly stepMs: number | null;
  /** Whether judgements count from their run's step on, as charts show them, or from when they were made. */
  readonly judgedAtOnce: boolean;
}

/** Reads the parts of a workload's telemetry that are asked for, in the order of the values. */
export async function readParts(
  database: Database,
  whole: Pick<HistoryRows, 'designEffects' | 'endMs'>,
  question: CutQuestion,
  { values, stepMs, judgedAtOnce }: PartsRequest,
): Promise<CutParts> {
  const needsMost = values === null || values.includes(OTHER_VALUE);
  const most = needsMost
    ? (await listCutValues(database, question)).map(({ value }) => value)
    : values;
  const [rows, corrections] = await Promise.all([
    readCuts(database, question, most, stepMs),
    readCutCorrections(database, question),
  ]);
  const rowsByValue = groupBy(rows, ({ value }) => value);
  const asked = values ?? [
    ...most,
    ...(holdsAny(rowsByValue.get(OTHER_VALUE)) ? [OTHER_VALUE] : []),
  ];
  const correctionsOf = (value: string): JudgementCorrection[] =>
    value === OTHER_VALUE
      ? [...corrections].flatMap(([part, some]) => (most.includes(part) ? [] : some))
      : [...(corrections.get(value) ?? [])];
  const stepStart = (atMs: number): number =>
    stepMs === null ? question.fromMs : floorTo(atMs, stepMs);
  return {
    parts: asked.map((value) => ({
      value,
      history: createHistory({
        ...NO_ROWS,
        hours: (rowsByValue.get(value) ?? []).map(({ row }) => row),
        corrections: correctionsOf(value)
          .filter(({ runHourMs }) => runHourMs >= floorTo(question.fromMs, HOUR_MS))
          .map((one) => ({
            ...one,
            runHourMs: stepStart(one.runHourMs),
            judgedMs: judgedAtOnce ? stepStart(one.runHourMs) : one.judgedMs,
          })),
        designEffects: whole.designEffects,
        endMs: whole.endMs,
      }),
    })),
    stated: (measure) => rows.reduce((sum, { row }) => sum + (row.sums[measure] ?? 0), 0),
  };
}

/** Sums may all have been taken back. */
function holdsAny(rows: readonly CutRow[] | undefined): boolean {
  return rows?.some(({ row }) => row.sums.runs !== 0 || row.sums.events_received !== 0) ?? false;
}
