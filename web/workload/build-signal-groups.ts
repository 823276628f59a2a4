import type { Assessment, AssessedSignal } from '../../decisions/assessment/assessment.ts';
import type { AxisReading } from '../parts/axis-marks.tsx';
import { buildSignalRow, type SignalRow } from './build-signal-row.ts';

/** The signals of one axis: those that count or say something, and the rest folded away. */
export interface SignalGroup {
  readonly axis: AxisReading;
  readonly rows: readonly SignalRow[];
  /** Advisory and without a limit or a measurement, or left out by the policy. */
  readonly folded: readonly SignalRow[];
}

const ROLE_ORDER = { required: 0, advisory: 1, not_applicable: 2 } as const;
const STATUS_ORDER = { fail: 0, uncertain: 1, pass: 2 } as const;

function weigh({ role, status, state, limit }: AssessedSignal): number {
  const byStatus = state === 'ok' && limit === null ? 3 : STATUS_ORDER[status];
  return ROLE_ORDER[role] * 10 + byStatus;
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

/** The signal a chart opens with: a required one that fails, else is uncertain, else the first. */
export function chooseSignal(
  signals: readonly AssessedSignal[],
  named: string | undefined,
): AssessedSignal | null {
  const asked = signals.find(({ signal }) => signal === named);
  if (asked) return asked;
  const measured = signals.filter(({ value }) => value !== null);
  return measured.toSorted((a, b) => weigh(a) - weigh(b))[0] ?? signals[0] ?? null;
}
