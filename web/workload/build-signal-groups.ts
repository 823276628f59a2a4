import type { Assessment, AssessedSignal } from '../../decisions/assessment/assessment.ts';
import type { AxisReading } from '../parts/axis-marks.tsx';
import { buildSignalRow, type SignalRow } from './build-signal-row.ts';
import { weigh } from './choose-signal.ts';

/** The signals of one axis: those that count or say something, and the rest folded away. */
export interface SignalGroup {
  readonly axis: AxisReading;
  readonly rows: readonly SignalRow[];
  /** Advisory and without a limit or a measurement, or left out by the policy. */
  readonly folded: readonly SignalRow[];
}

const isFolded = ({ role, state, limit }: AssessedSignal): boolean =>
  role === 'not_applicable' ||
  (role === 'advisory' && (limit === null || state === 'not_instrumented'));

/** Signals by axis: required before advisory, failing before passing. */
export function buildSignalGroups(assessment: Assessment, nowMs: number): readonly SignalGroup[] {
  return assessment.axes
    .map((axis) => {
      const signals = assessment.signals
        .filter((signal) => signal.axis === axis.axis)
        .toSorted((a, b) => weigh(a) - weigh(b));
      const toRow = (signal: AssessedSignal): SignalRow => buildSignalRow(signal, nowMs);
      return {
        axis,
        rows: signals.filter((signal) => !isFolded(signal)).map(toRow),
        folded: signals.filter(isFolded).map(toRow),
      };
    })
    .filter(({ rows, folded }) => rows.length + folded.length > 0);
}
