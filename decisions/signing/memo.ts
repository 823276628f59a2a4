import { z } from 'zod';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { AssessedSignal, Assessment } from '../assessment/assessment.ts';
import { formatCount, formatValue } from '../assessment/format-value.ts';
import { asSentence, missingPhrase, nameInSentence } from '../assessment/signal-phrase.ts';
import { samplesInWords } from '../assessment/verdict-sentence.ts';
import { tellMode } from './check-next-mode.ts';
import type { DecisionItem } from './decision.ts';

const line = z.object({ name: z.string(), value: z.string() });

/** One decision on one page: texts as people wrote them, to be escaped by whoever draws them. */
export const decisionMemo = z.object({
  id: z.string(),
  headline: z.string(),
  state: z.string(),
  workload: z.array(line),
  owners: z.array(line),
  business_case: z.array(line),
  evidence: z.object({
    sentence: z.string(),
    at: z.iso.datetime(),
    policy: z.string(),
    axes: z.array(z.object({ axis: z.string(), state: z.string(), because: z.string() })),
    signals: z.array(
      z.object({
        signal: z.string(),
        value: z.string(),
        interval: z.string(),
        limit: z.string(),
        status: z.string(),
        sample: z.string(),
      }),
    ),
    blocked_by: z.array(z.string()),
  }),
  what_would_change_it: z.array(z.string()),
  reason: z.string(),
  conditions: z.array(z.string()),
  terms: z.array(line),
  signatures: z.array(
    z.object({ name: z.string(), capacity: z.string(), at: z.string(), note: z.string() }),
  ),
  missing: z.array(z.string()),
  score: z.string().nullable(),
  evidence_hash: z.string(),
});
export type DecisionMemo = z.infer<typeof decisionMemo>;
type Line = z.infer<typeof line>;

/** What a memo is written from. */
export interface MemoSource {
  readonly decision: DecisionItem;
  readonly assessment: Assessment;
  /** As it is now; null where it has been deleted. */
  readonly record: WorkloadDocument | null;
}

const NOT_STATED = 'not stated';

/** A decision's memo: who decided what, on which evidence, until when. */
export function buildMemo({ decision, assessment, record }: MemoSource): DecisionMemo {
  const verb = decision.accepts ? 'accepted' : `signed against ${decision.published}`;
  return {
    id: decision.id,
    headline: `${decision.title}: ${decision.verdict} ${verb}`,
    state: decision.state.replace('_', ' '),
    workload: workloadLines(record, decision),
    owners: ownerLines(record),
    business_case: caseLines(record),
    evidence: {
      sentence: assessment.sentence,
      at: assessment.at,
      policy: `${assessment.policy.id}, version ${assessment.policy.version}`,
      axes: assessment.axes.map(({ axis, state, because }) => ({ axis, state, because })),
      signals: assessment.signals.filter(({ role }) => role === 'required').map(signalLine),
      blocked_by: assessment.blocked_by,
    },
    what_would_change_it: changeLines(assessment),
    reason: decision.reason,
    conditions: decision.conditions,
    terms: termLines(decision),
    signatures: decision.signatures.map(({ name, capacity, at, note }) => ({
      name,
      capacity,
      at,
      note,
    })),
    missing: decision.missing.map(({ words }) => words),
    score: decision.score?.words ?? null,
    evidence_hash: decision.evidence_hash,
  };
}

function workloadLines(record: WorkloadDocument | null, { workload }: DecisionItem): Line[] {
  return [
    { name: 'Workload', value: workload },
    { name: 'Purpose', value: record?.purpose ?? NOT_STATED },
    { name: 'Not responsible for', value: record?.out_of_scope ?? NOT_STATED },
    { name: 'Stage', value: record?.stage ?? NOT_STATED },
    { name: 'Risk class', value: record?.risk_class ?? NOT_STATED },
  ];
}

const OWNER_NAMES = {
  business: 'Business',
  technical: 'Technical',
  operations: 'Operations',
  risk: 'Risk',
  cost: 'Cost',
  sponsor: 'Executive sponsor',
  expert: 'Subject-matter expert',
  content: 'Content and data',
  vendor: 'Vendor',
  compliance: 'Compliance',
  security: 'Security',
  privacy: 'Privacy',
  architecture: 'Architecture',
} as const satisfies Record<keyof NonNullable<WorkloadDocument['owners']>, string>;

function ownerLines(record: WorkloadDocument | null): Line[] {
  const owners = record?.owners ?? {};
  return Object.entries(OWNER_NAMES).flatMap(([key, name]) => {
    const value = owners[key as keyof typeof OWNER_NAMES];
    return value === undefined ? [] : [{ name, value }];
  });
}

const usd = (amount: number): string => `$${amount.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;

function caseLines(record: WorkloadDocument | null): Line[] {
  const known = record?.business_case ?? {};
  const lines: [string, string | undefined][] = [
    [
      'Value per success',
      known.value_per_success_usd === undefined ? undefined : usd(known.value_per_success_usd),
    ],
    ['Source', known.source],
    ['Dated', known.date],
    [
      'Cost per task without it',
      known.baseline_cost_per_task_usd === undefined
        ? undefined
        : usd(known.baseline_cost_per_task_usd),
    ],
    [
      'Expected runs a day',
      known.expected_runs_per_day === undefined
        ? undefined
        : formatCount(known.expected_runs_per_day),
    ],
    [
      'Monthly budget',
      known.monthly_budget_usd === undefined ? undefined : usd(known.monthly_budget_usd),
    ],
    [
      'Payback target',
      known.payback_months === undefined ? undefined : `${known.payback_months} months`,
    ],
    ['Stop conditions', known.stop_conditions],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function signalLine(one: AssessedSignal): DecisionMemo['evidence']['signals'][number] {
  const { signal, title, state, value, low, high, limit, status, better, n, window } = one;
  const told = (number: number | null): string =>
    number === null ? '?' : formatValue(signal, number);
  const isKnown = state === 'ok' && value !== null;
  return {
    signal: title,
    value: isKnown ? told(value) : state === 'ok' ? 'no value' : missingPhrase(state),
    interval: isKnown && (low !== null || high !== null) ? `${told(low)} to ${told(high)}` : '',
    limit: limit === null ? '' : `${better === 'higher' ? 'at least' : 'at most'} ${told(limit)}`,
    status,
    sample: `${formatCount(n)} over ${window}`,
  };
}

/** What would change the verdict, as a list of sentences; empty where nothing is known to. */
function changeLines({ counterfactual, signals }: Assessment): string[] {
  const nameOf = (id: string): string =>
    nameInSentence(signals.find(({ signal }) => signal === id)?.title ?? id);
  return [
    ...counterfactual.changes.map(({ signal, from, to }) =>
      asSentence(
        from === null
          ? `${nameOf(signal)} at ${formatValue(signal, to)}`
          : `${nameOf(signal)} from ${formatValue(signal, from)} to ${formatValue(signal, to)}`,
      ),
    ),
    ...counterfactual.samples_needed.map((needed) =>
      asSentence(`${nameOf(needed.signal)}: ${samplesInWords(needed)}`),
    ),
  ];
}

/** `2026-10-17 11:00 UTC`. */
const toMinute = (instant: string): string =>
  `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

function termLines(decision: DecisionItem): Line[] {
  return [
    { name: 'Proposed', value: toMinute(decision.proposed_at) },
    {
      name: 'In force since',
      value: decision.in_force_at === null ? 'not yet' : toMinute(decision.in_force_at),
    },
    { name: 'Review date', value: decision.review_date },
    {
      name: 'Rollout from then on',
      value: decision.next_mode === null ? 'as it was' : tellMode(decision.next_mode),
    },
  ];
}
