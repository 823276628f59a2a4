import { z } from 'zod';
import { ABSENT_POLICIES, COMPARISONS, isOnClearSide } from '../condition/condition.ts';

/** States as a case names them: those of Prometheus, where recovering is firing. */
export const SHOWN_STATES = ['inactive', 'pending', 'firing'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** The last instant that a date can tell. */
const MAX_SECONDS = 8.64e12;
/** Two years of minutes; a step of a second over a long series would never end. */
const MAX_EVALUATIONS = 1_000_000;
/** Above what anybody counts, and far enough below where sums stop being exact. */
const MAX_COUNT = 1e15;

const seconds = z.number().int().min(-MAX_SECONDS).max(MAX_SECONDS);
const duration = z.number().min(0).max(MAX_SECONDS).default(0);
const minutes = z.number().int().min(1).max(1_000_000);
const count = z.number().min(0).max(MAX_COUNT).nullable();

const times = {
  forSeconds: duration,
  keepFiringForSeconds: duration,
  absent: z.enum(ABSENT_POLICIES).default('keep'),
};

const valueRule = z
  .strictObject({
    op: z.enum(COMPARISONS),
    threshold: z.number(),
    recoveryThreshold: z.number().nullable().default(null),
    ...times,
  })
  .refine(
    (rule) => rule.recoveryThreshold === null || isOnClearSide(rule.recoveryThreshold, rule),
    { error: 'expected on the clear side of the threshold', path: ['recoveryThreshold'] },
  );

const burnRule = z.strictObject({
  burn: z.strictObject({
    objective: z.number().gt(0).lt(1),
    longMinutes: minutes,
    shortMinutes: minutes,
    factor: z.number().gt(0),
  }),
  ...times,
});

/** A number at an instant; null: none. */
const valuePoint = z.strictObject({ t: seconds, value: z.number().nullable() });

/** What went wrong, and of how much, in the minute that ended at an instant; null: no such bucket. */
const burnPoint = z
  .strictObject({ t: seconds, bad: count, total: count })
  .refine(({ bad, total }) => (bad === null) === (total === null), {
    error: 'expected null for both or for neither',
    path: ['bad'],
  });

function seriesOf<Point extends { readonly t: number }>(point: z.ZodType<Point>) {
  return z
    .array(point)
    .min(1, { error: 'expected at least one point', abort: true })
    .superRefine((points, context) => {
      const i = points.findIndex(({ t }, index) => index > 0 && t <= points[index - 1]!.t);
      if (i === -1) return;
      const { t } = points[i - 1]!;
      const message = points[i]!.t === t ? `${t} is stated twice` : `expected later than ${t}`;
      // Where evaluations begin and end is not known either.
      context.addIssue({ code: 'custom', path: [i, 't'], message, continue: false });
    });
}

const stateAt = z.strictObject({ t: seconds, state: z.enum(SHOWN_STATES) });
export type StateAt = z.output<typeof stateAt>;

const common = {
  id: z.string().min(1).max(200),
  /** Seconds from one evaluation to the next. */
  interval: z.number().int().min(1).max(MAX_SECONDS).default(60),
  /** What is expected, at some evaluations or at all of them. */
  states: z.array(stateAt).optional(),
};

const valueCase = z.strictObject({ ...common, rule: valueRule, series: seriesOf(valuePoint) });
const burnCase = z.strictObject({ ...common, rule: burnRule, series: seriesOf(burnPoint) });
export type ValueCase = z.output<typeof valueCase>;
export type BurnCase = z.output<typeof burnCase>;
export type BurnPoint = z.output<typeof burnPoint>;

/** A case of either kind. */
export type RuleCase = ValueCase | BurnCase;

/** Whether a case is about windows of buckets rather than about numbers. */
export function isBurnCase(one: RuleCase): one is BurnCase {
  return 'burn' in one.rule;
}

/** When a case is evaluated first and last, and how often; seconds. */
export interface EvaluationGrid {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/**
 * Evaluations are at the first point and every interval from there, up to the last point; and as far
 * before and after as states are expected, so that a case can say what becomes of silence.
 */
export function evaluationGrid({ series, interval, states = [] }: RuleCase): EvaluationGrid {
  const origin = series[0]!.t;
  let earliest = origin;
  let latest = series.at(-1)!.t;
  for (const { t } of states) {
    earliest = Math.min(earliest, t);
    latest = Math.max(latest, t);
  }
  const steps = (seconds: number): number => Math.floor(seconds / interval) * interval;
  return {
    first: origin - steps(origin - earliest),
    last: origin + steps(latest - origin),
    step: interval,
  };
}

function checkStates(one: RuleCase, context: z.RefinementCtx): void {
  const { first, last, step } = evaluationGrid(one);
  const complain = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  if ((last - first) / step >= MAX_EVALUATIONS)
    complain(['interval'], `makes more than ${MAX_EVALUATIONS} evaluations`);
  const stated = new Set<number>();
  for (const [i, { t }] of (one.states ?? []).entries()) {
    if ((t - first) % step !== 0)
      complain(['states', i, 't'], `is not evaluated: every ${step} s from ${first} on is`);
    else if (stated.has(t)) complain(['states', i, 't'], `${t} is stated twice`);
    stated.add(t);
  }
}

const checkedValueCase = valueCase.superRefine(checkStates);
const checkedBurnCase = burnCase.superRefine(checkStates);
const ofBurn = z.looseObject({ rule: z.looseObject({ burn: z.unknown() }) });

/** Reads by the kind of the rule: a union of both would only say that neither fits. */
function readCase(stated: unknown, context: z.RefinementCtx): RuleCase {
  const { data, error } = ofBurn.safeParse(stated).data?.rule.burn
    ? checkedBurnCase.safeParse(stated)
    : checkedValueCase.safeParse(stated);
  if (!error) return data;
  for (const { path, message } of error.issues) {
    context.issues.push({ code: 'custom', path, message, input: stated });
  }
  return z.NEVER;
}

/** A rule, the series it sees, and the states that are expected. */
export const ruleCase = z.unknown().transform(readCase);
