import type { BudgetMonth } from '../../signals/return.ts';
import { formatShare, formatUsd, formatUsdExact } from '../format/number.ts';
import { formatDay, instantMs } from '../format/time.ts';

/** The running month against its budget. Positions in percent of the bar. */
export interface BudgetBar {
  /** Spent so far; null where cost or budget is not known. */
  readonly spent: number | null;
  readonly projected: number | null;
  /** Where the budget ends: 100 unless something goes beyond it. */
  readonly budget: number | null;
  /** How much of the month has passed, on the scale of the budget. */
  readonly elapsed: number | null;
  readonly isOver: boolean;
  readonly lines: readonly {
    readonly name: string;
    readonly value: string;
    readonly exact: string;
  }[];
  readonly note: string;
}

/** Room beyond the budget, or beyond what exceeds it. */
const HEADROOM = 1.08;

/** The running month in a bar and a few lines. */
export function buildBudget(month: BudgetMonth, nowMs: number): BudgetBar {
  const { cost_usd: cost, budget_usd: budget, projected_usd: projected } = month;
  const [fromMs, toMs] = [instantMs(month.from), instantMs(month.to)];
  const elapsed = Math.max(0, Math.min(1, (nowMs - fromMs) / (toMs - fromMs)));
  const most = Math.max(budget ?? 0, cost ?? 0, projected ?? 0) * HEADROOM;
  const at = (usd: number | null): number | null =>
    usd === null || budget === null || most <= 0 ? null : (usd / most) * 100;
  const line = (name: string, usd: number | null, none: string) => ({
    name,
    value: usd === null ? none : formatUsd(usd),
    exact: usd === null ? none : formatUsdExact(usd),
  });
  return {
    spent: at(cost),
    projected: at(projected),
    budget: at(budget),
    elapsed: budget === null ? null : at(budget * elapsed),
    isOver: budget !== null && Math.max(cost ?? 0, projected ?? 0) > budget,
    lines: [
      line('Spent so far', cost, 'not known'),
      line('Projected for the month', projected, 'not projected'),
      line('Budget', budget, 'none stated'),
    ],
    note: tellNote(month, elapsed, nowMs),
  };
}

function tellNote(
  { cost_usd: cost, budget_usd: budget, projected_usd: projected, from }: BudgetMonth,
  elapsed: number,
  nowMs: number,
): string {
  const passed = `${formatShare(Math.round(elapsed * 100) / 100)} of the month since ${formatDay(instantMs(from), nowMs)} has passed`;
  if (budget === null) return `The business case states no monthly budget. ${passed}.`;
  if (cost === null) return `Cost is not known. ${passed}.`;
  if (budget === 0) return `The budget is nothing. ${passed}.`;
  const share = `${formatShare(cost / budget)} of the budget is spent`;
  const ahead =
    projected === null ? '' : ` At this rate it ends at ${formatShare(projected / budget)}.`;
  return `${passed}, ${share}.${ahead}`;
}
