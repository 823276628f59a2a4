import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';

const ROLE_ORDER = { required: 0, advisory: 1, not_applicable: 2 } as const;
const STATUS_ORDER = { fail: 0, uncertain: 1, pass: 2 } as const;

/** What is looked at first weighs least: required before advisory, failing before passing. */
export function weigh({ role, status, state, limit }: AssessedSignal): number {
  const byStatus = state === 'ok' && limit === null ? 3 : STATUS_ORDER[status];
  return ROLE_ORDER[role] * 10 + byStatus;
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
