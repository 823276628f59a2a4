import { z } from 'zod';
import { ROLLOUT_MODES } from '../../core/workload.ts';
import { MISSING_STATES } from '../../signals/estimate.ts';
import { AXES, AXIS_STATES, VERDICTS } from '../policy/policy.ts';
import { pendingVerdict } from './assessment.ts';

const usd = z.number().nullable();

/** One workload as leadership sees it. */
export const portfolioItem = z.object({
  workload: z.string(),
  title: z.string(),
  verdict: z.enum(VERDICTS),
  proposed: z.enum(VERDICTS),
  since: z.iso.datetime().nullable(),
  pending: pendingVerdict.nullable(),
  axes: z.array(z.object({ axis: z.enum(AXES), state: z.enum(AXIS_STATES), because: z.string() })),
  /** One plain sentence: what should happen and why. */
  sentence: z.string(),
  /** Value and full cost of the 30 days before, in USD; null where not known. */
  value_usd_month: usd,
  cost_usd_month: usd,
  /** Runs of those days whose cost is not known, and which the cost therefore leaves out. */
  unpriced_runs_month: z.number(),
  /** Runs of the 30 days before. */
  runs_month: z.number(),
  roi: z.number().nullable(),
  roi_interval: z.object({
    low: z.number().nullable(),
    high: z.number().nullable(),
    n: z.number(),
    state: z.enum(['ok', ...MISSING_STATES]),
  }),
  /** Share of traffic the workload is exposed to, 0 to 100; null where nobody said. */
  exposure: z.number().nullable(),
  /** What it may do now, and what holds it lower than decided; null of a past instant. */
  mode: z
    .object({
      mode: z.enum(ROLLOUT_MODES),
      percent: z.number().nullable(),
      held: z.string().nullable(),
    })
    .nullable(),
  /** Share of required operations signals that do not pass, 0 to 1; null where none is required. */
  operating_burden: z.number().nullable(),
  stage: z.string(),
  owner: z.string().nullable(),
  decision_due: z.string().nullable(),
  overdue: z.boolean(),
  /** Id of a decision that waits for signatures; null where none does, and of a past instant. */
  awaiting: z.string().nullable(),
  /** Open alerts; null of a past instant. */
  alerts: z.number().nullable(),
  last_event_at: z.iso.datetime().nullable(),
  /** The instant the line is about: up to two minutes ago, or before the start until it is worked out anew. */
  assessed_at: z.iso.datetime(),
  /** Published verdict of seven days before, to tell what changed; null where there was none. */
  verdict_week_ago: z.enum(VERDICTS).nullable(),
});
export type PortfolioItem = z.infer<typeof portfolioItem>;
