import { z } from 'zod';
import { durationText } from '../../core/duration.ts';
import { parseInstant } from '../../core/time.ts';
import { workloadDocument, workloadOnSight } from '../../core/workload.ts';
import { MISSING_STATES } from '../../signals/estimate.ts';
import { SIGNAL_STATUSES } from '../assessment/assessment.ts';
import { AXIS_STATES, VERDICTS, policyDocument } from '../policy/policy.ts';

const name = z.string().min(1).max(200);
const gates = z.array(z.string().max(128)).max(1000);

/** A document of which a case states only what matters to it. */
function fillIn<Output>(
  schema: z.ZodType<Output>,
  defaults: object,
  stated: unknown,
  context: z.RefinementCtx,
): Output {
  const isObject = typeof stated === 'object' && stated !== null;
  const parsed = schema.safeParse(isObject ? { ...defaults, ...stated } : stated);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    context.issues.push({ code: 'custom', path, message, input: stated });
  }
  return z.NEVER;
}

const policyOrName = z
  .unknown()
  .transform((stated, context) =>
    typeof stated === 'string' ? stated : fillIn(policyDocument, { id: 'policy' }, stated, context),
  );

const someWorkload = z
  .unknown()
  .prefault({})
  .transform((stated, context) =>
    fillIn(workloadDocument, workloadOnSight('workload'), stated, context),
  );

const instant = z.union([z.string(), z.number()]).transform((text, context) => {
  const atMs = parseInstant(String(text));
  if (atMs !== null) return atMs;
  context.addIssue('expected RFC 3339 with an offset, or epoch milliseconds');
  return z.NEVER;
});

/** A signal as it stands: a number with its sample, or why there is none. */
const statedSignal = z
  .strictObject({
    signal: z.string().max(128),
    value: z.number().optional(),
    low: z.number().optional(),
    high: z.number().optional(),
    n: z.number().min(0).optional(),
    state: z.enum(MISSING_STATES).optional(),
  })
  .refine(({ value, state }) => (value === undefined) !== (state === undefined), {
    error: 'expected one of value and state',
    path: ['value'],
  });
export type StatedSignal = z.output<typeof statedSignal>;

/** What a case comes to; in a file every part of it may be left out. */
export const caseResult = z.strictObject({
  verdict: z.enum(VERDICTS),
  proposed: z.enum(VERDICTS),
  axes: z.strictObject({
    value: z.enum(AXIS_STATES),
    operations: z.enum(AXIS_STATES),
    economics: z.enum(AXIS_STATES),
  }),
  signals: z.record(z.string(), z.enum(SIGNAL_STATUSES)),
  blocked_by: z.array(z.string()),
});
export type CaseResult = z.output<typeof caseResult>;

const expectation = caseResult
  .partial()
  .extend({ axes: caseResult.shape.axes.partial() })
  .partial();
export type Expectation = z.output<typeof expectation>;

/** A policy and what it decides on, with the verdict that is expected. */
export const policyCase = z
  .strictObject({
    id: name,
    /** The name of one of `bases` or of the built-in `default`, or a whole policy. */
    policy: policyOrName,
    workload: someWorkload,
    at: instant.optional(),
    /** Telemetry as applications send it; a workload need not be named. */
    events: z.array(z.unknown()).optional(),
    signals: z.array(statedSignal).optional(),
    /** How long the signals have stood as they are; absent: as long as it takes. */
    standing: durationText.optional(),
    /** Gates that are passed. */
    gates: gates.optional(),
    /** Alerts that fire and block scale. */
    alerts: gates.optional(),
    expect: expectation.optional(),
  })
  .superRefine((one, context) => {
    const complain = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((one.events === undefined) === (one.signals === undefined))
      complain('signals', 'expected one of signals and events');
    const ids = (one.signals ?? []).map(({ signal }) => signal);
    const twice = ids.find((id, i) => ids.indexOf(id) < i);
    if (twice !== undefined) complain('signals', `states ${twice} twice`);
    if (one.events !== undefined && one.standing !== undefined)
      complain('standing', 'is for signals; events have times of their own');
    if (one.signals !== undefined && one.at === undefined && one.workload.decision_due)
      complain('at', 'is needed to tell whether decision_due has passed');
  });
export type PolicyCase = z.output<typeof policyCase>;
