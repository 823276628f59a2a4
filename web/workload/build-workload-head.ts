import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { SigningView } from '../../decisions/signing/signing-view.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import {
  formatAhead,
  formatCalendarDay,
  formatDay,
  formatInstant,
  formatSpan,
  instantMs,
} from '../format/time.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';

export interface WorkloadFact {
  readonly name: string;
  readonly value: string;
  readonly isBad: boolean;
}

/** The top of a workload's page, in words. */
export interface WorkloadHead {
  readonly title: string;
  readonly facts: readonly WorkloadFact[];
  readonly since: string;
  readonly sinceExplanation: string;
  readonly pending: {
    readonly verdict: Verdict;
    readonly when: string;
    /** Share of the dwell time that has passed, 0 to 1. */
    readonly share: number;
    readonly explanation: string;
  } | null;
}

function buildPending({ pending }: Assessment, nowMs: number): WorkloadHead['pending'] {
  if (pending === null) return null;
  const [sinceMs, untilMs] = [instantMs(pending.since), instantMs(pending.until)];
  return {
    verdict: pending.verdict,
    when: formatAhead(untilMs, nowMs),
    share: Math.max(0, Math.min(1, (nowMs - sinceMs) / (untilMs - sinceMs || 1))),
    explanation: [
      `${VERDICT_LOOK[pending.verdict].word} is proposed and is published if that lasts.`,
      `Proposed\tsince ${formatInstant(sinceMs)}`,
      `Published\t${formatInstant(untilMs)}`,
    ].join('\n'),
  };
}

/** The date up to which a workload is decided, and the decision that waits for signatures. */
export type DecisionDates = Pick<SigningView, 'decision_due' | 'overdue' | 'awaiting'>;

function buildDates(dates: DecisionDates | null, nowMs: number): WorkloadFact[] {
  if (dates === null) return [];
  const { decision_due: due, overdue, awaiting } = dates;
  const waiting = { name: 'Decision', value: 'awaits signatures', isBad: false };
  const waits = awaiting === null ? [] : [waiting];
  if (due === null) return waits;
  const day = formatCalendarDay(due, nowMs);
  const date = overdue
    ? { name: 'Decision', value: `overdue since ${day}`, isBad: true }
    : { name: 'Decision due', value: day, isBad: false };
  return [date, ...waits];
}

function buildFacts(record: WorkloadDocument | null): WorkloadFact[] {
  if (record === null) return [];
  const fact = (name: string, value: string, isBad = false): WorkloadFact => ({
    name,
    value,
    isBad,
  });
  return [
    fact('Stage', record.stage),
    fact(
      'Owner',
      record.owners?.business ?? record.owners?.technical ?? 'nobody named',
      !record.owners?.business && !record.owners?.technical,
    ),
  ];
}

/** What stands at the top of a workload's page. */
export function buildWorkloadHead(
  assessment: Assessment,
  record: WorkloadDocument | null,
  dates: DecisionDates | null,
  nowMs: number,
): WorkloadHead {
  const sinceMs = assessment.since === null ? null : instantMs(assessment.since);
  return {
    title: record?.title ?? assessment.workload,
    facts: [...buildFacts(record), ...buildDates(dates, nowMs)],
    since:
      sinceMs === null
        ? 'not published yet'
        : `since ${formatDay(sinceMs, nowMs)}, ${formatSpan(Math.max(0, nowMs - sinceMs))}`,
    sinceExplanation:
      sinceMs === null
        ? 'Until a first verdict has lasted long enough to be published, a workload is on hold.'
        : `Published ${formatInstant(sinceMs)}`,
    pending: buildPending(assessment, nowMs),
  };
}
