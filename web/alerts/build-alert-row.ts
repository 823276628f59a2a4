import type { AlertItem, Severity } from '../api/alert-queries.ts';
import type { RuleDocument } from '../api/rule-queries.ts';
import { formatAhead, formatClock, formatInstant, formatSpan, instantMs } from '../format/time.ts';
import { tellActor } from '../policies/tell-actor.ts';
import { findMeasure } from './find-measure.ts';

/** Something about an alert that changes what one does about it. */
export interface AlertMark {
  readonly kind:
    | 'silenced'
    | 'acknowledged'
    | 'assigned'
    | 'snoozed'
    | 'recovering'
    | 'flapping'
    | 'blocks';
  readonly word: string;
  readonly explanation: string;
}

/** One alert, ready to draw. */
export interface AlertRow {
  readonly id: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly workload: string;
  /** The part of the workload it is about: "release 2.3"; null: all of it. */
  readonly part: string | null;
  /** What the rule's author says of it; null where that is no more than the rest of the row. */
  readonly summary: string | null;
  readonly firedMs: number;
  /** How long it has been firing. */
  readonly age: string;
  readonly ageExplanation: string;
  readonly value: string;
  /** The threshold with its comparison; empty where there is none. */
  readonly threshold: string;
  readonly valueExplanation: string;
  readonly owner: string | null;
  /** Leads only where a browser may follow. */
  readonly runbook: string | null;
  readonly marks: readonly AlertMark[];
  /** Whether somebody has it in hand or put it off. */
  readonly isTaken: boolean;
  /** What a search looks through, lower case. */
  readonly text: string;
}

/**
 * An address that a browser may be sent to; null for anything else.
 * @example readLink('https://wiki.example/runbook') // 'https://wiki.example/runbook'
 * @example readLink('javascript:alert(1)') // null
 */
export const readLink = (address: string | null): string | null =>
  address !== null && /^https?:\/\//i.test(address) ? address : null;

function takenMarks({ response }: AlertItem, nowMs: number): AlertMark[] {
  const { state, by, assignee, acknowledged_at: at, snoozed_until: until } = response;
  const marks: AlertMark[] = [];
  const untilMs = until === null ? null : instantMs(until);
  if (state === 'snoozed' && untilMs !== null && untilMs > nowMs) {
    marks.push({
      kind: 'snoozed',
      word: `snoozed until ${formatClock(untilMs)}`,
      explanation: `Nothing is told of it until ${formatInstant(untilMs)}, ${formatAhead(untilMs, nowMs)}`,
    });
  }
  if (at !== null) {
    const who = by === null ? 'somebody' : tellActor(by);
    marks.push({
      kind: 'acknowledged',
      word: state === 'acknowledged' ? `taken by ${who}` : 'taken',
      explanation: `Acknowledged ${formatInstant(instantMs(at))}${state === 'acknowledged' ? ` by ${who}` : ''}`,
    });
  }
  if (assignee !== null) {
    const who = tellActor(assignee);
    marks.push({ kind: 'assigned', word: `for ${who}`, explanation: `Assigned to ${who}` });
  }
  return marks;
}

function marksOf(item: AlertItem, nowMs: number): readonly AlertMark[] {
  const marks = takenMarks(item, nowMs);
  if (item.state === 'recovering' && item.recovering_since !== null) {
    const sinceMs = instantMs(item.recovering_since);
    marks.push({
      kind: 'recovering',
      word: 'recovering',
      explanation: `Clear since ${formatInstant(sinceMs)}; it ends if that lasts`,
    });
  }
  if (item.flapping) {
    marks.push({
      kind: 'flapping',
      word: 'flapping',
      explanation:
        'It changed at least four times within an hour: told once, then held back until it has been stable for 30 minutes',
    });
  }
  if (item.blocks_scale) {
    marks.push({
      kind: 'blocks',
      word: 'blocks scale',
      explanation: 'While it fires the workload’s verdict may not become Scale',
    });
  }
  return marks;
}

/** What a summary says beyond workload and title, which stand beside it anyway. */
function ownSummary({ summary, workload, title }: AlertItem): string | null {
  const text = summary.trim();
  return text === '' || text === title || text.startsWith(`${workload}: ${title}`) ? null : text;
}

/**
 * One alert in words.
 * @param rule as it is now, which knows what the numbers are of
 * @param nowMs in epoch milliseconds
 */
export function buildAlertRow(
  item: AlertItem,
  rule: RuleDocument | undefined,
  nowMs: number,
): AlertRow {
  const measure = findMeasure(item, rule);
  const firedMs = instantMs(item.fired_at);
  const endMs = item.resolved_at === null ? nowMs : instantMs(item.resolved_at);
  const threshold = item.threshold === null ? '' : measure.formatThreshold(item.threshold);
  const part = item.by === null ? null : `${item.by.dimension} ${item.by.value}`;
  const { response } = item;
  return {
    id: item.id,
    severity: item.severity,
    rule: item.rule,
    title: item.title,
    workload: item.workload,
    part,
    summary: ownSummary(item),
    firedMs,
    age: endMs - firedMs < 60_000 ? 'under a minute' : formatSpan(endMs - firedMs),
    ageExplanation: [
      `Fired\t${formatInstant(firedMs)}`,
      `First breach\t${formatInstant(instantMs(item.active_since))}`,
      ...(item.resolved_at === null ? [] : [`Ended\t${formatInstant(endMs)}`]),
    ].join('\n'),
    value: measure.format(item.value),
    threshold,
    valueExplanation: [
      measure.name,
      `Latest\t${measure.format(item.value)}`,
      `When it fired\t${measure.format(item.fired_value)}`,
      ...(threshold === '' ? [] : [`Fires\t${threshold}`]),
    ].join('\n'),
    owner: item.owner,
    runbook: readLink(item.runbook_url),
    marks: marksOf(item, nowMs),
    isTaken:
      response.acknowledged_at !== null ||
      (response.snoozed_until !== null && instantMs(response.snoozed_until) > nowMs),
    text: [item.title, item.rule, item.workload, part, item.summary, item.owner, response.assignee]
      .join(' ')
      .toLowerCase(),
  };
}
