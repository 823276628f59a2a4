import { z } from 'zod';

const instant = z.iso.datetime();
const known = z.number().nullable();

/** One day's value, full cost and use; what nobody measured is null. */
export const returnDay = z.object({
  /** Start of the day (UTC). */
  at: instant,
  value_usd: known,
  /** By category; null as a whole where no cost is known. */
  cost_usd: z
    .object({
      inference: known,
      review: known,
      support: known,
      infrastructure: known,
      incident: known,
      other: known,
    })
    .nullable(),
  runs: z.number(),
  /** Runs that have a value; the others' worth is left out. */
  valued_runs: z.number(),
  /** Runs whose cost is not known, and left out. */
  unpriced_runs: z.number(),
  /** Occasions for use, and those on which it was used; null where no adoption was reported. */
  eligible: known,
  used: known,
  /** Runs with an outcome, and those of them accepted or edited. */
  outcomes: z.number(),
  accepted: z.number(),
});
export type ReturnDay = z.infer<typeof returnDay>;

/** Whether what was earned has paid for what was spent since the first telemetry. */
export const payback = z.object({
  since: instant,
  value_usd: z.number(),
  cost_usd: z.number(),
  /** The first day from which value has stayed at or above cost; null while it is below. */
  paid_back: instant.nullable(),
  /** Value less cost a day in USD: the median of up to four last weeks of telemetry. */
  net_usd_day: z.number(),
  /** Days until it pays back at that rate; null where it has, or at that rate never will. */
  days_left: known,
  /** What the business case expects. */
  target_months: known,
});
export type Payback = z.infer<typeof payback>;

/** The running month (UTC) against its budget. */
export const budgetMonth = z.object({
  from: instant,
  to: instant,
  cost_usd: known,
  /** Cost at the month's end, as the signal `budget_use` projects it; null where it does not. */
  projected_usd: known,
  budget_usd: known,
});
export type BudgetMonth = z.infer<typeof budgetMonth>;

/** What a workload brought and cost, day by day. */
export const returnOverTime = z.object({
  from: instant,
  to: instant,
  days: z.array(returnDay),
  /** Value less cost of all days before `from`, in USD: where a running sum begins. */
  net_before_usd: z.number(),
  /** Null without telemetry, or while either value or cost is not known at all. */
  payback: payback.nullable(),
  month: budgetMonth,
});
export type ReturnOverTime = z.infer<typeof returnOverTime>;
