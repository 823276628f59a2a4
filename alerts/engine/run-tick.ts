import type { AlertRecord } from '../episode/alert-record.ts';
import type { Episode, EpisodeEnd } from '../episode/episode.ts';
import { endAlert, type AlertStep, type Transition } from '../episode/step-alert.ts';
import type { Windows } from '../evaluate/read-windows.ts';
import { dueRules, type RuleTarget, type RuleTargets } from '../evaluate/rule-targets.ts';
import { MOST_PARTS } from '../evaluate/window-request.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import type { AlertBook } from './alert-book.ts';
import {
  evaluatePart,
  isWaitedFor,
  type Evaluation,
  type Part,
  type TickTools,
} from './evaluate-part.ts';
import { NoteTaker, type RuleNotes } from './rule-notes.ts';
import { EVALUATION_RULE } from './watch-evaluation.ts';

/** What one evaluation of all rules changed. */
export interface TickResult {
  readonly records: readonly AlertRecord[];
  readonly episodes: readonly Episode[];
  /** Open episodes of which only the number moved: for looking at, not to be kept. */
  readonly seen: readonly Episode[];
  readonly transitions: readonly Transition[];
  /** Ids of the rules that were evaluated, and what some of them could not look at. */
  readonly evaluated: readonly string[];
  readonly notes: ReadonlyMap<string, RuleNotes>;
}

/**
 * One evaluation of every rule that is due: a pure step from where the alerts stand to what changes.
 * The book is not touched.
 * @param atMs on the minute, epoch milliseconds
 */
export function runTick(
  book: AlertBook,
  targets: RuleTargets,
  windows: Windows,
  atMs: number,
  tools: TickTools,
): TickResult {
  const records: AlertRecord[] = [];
  const episodes: Episode[] = [];
  const transitions: Transition[] = [];
  const seen: Episode[] = [];
  const taker = new NoteTaker();
  const take = (step: AlertStep): void => {
    records.push(step.record);
    if (step.episode !== null) episodes.push(step.episode);
    if (step.transition !== null) transitions.push(step.transition);
  };
  /** What this tick ended before its rule is looked at again: that goes on from there. */
  const ended = new Map<string, AlertRecord>();
  for (const [record, reason] of endedRules(book, targets)) {
    const step = endAlert(record, book.episode(record.id), reason, atMs);
    if (step === null) continue;
    ended.set(record.id, step.record);
    take(step);
  }
  const evaluation: Evaluation = {
    record: (id) => ended.get(id) ?? book.record(id),
    episode: (id) => (ended.has(id) ? null : book.episode(id)),
    windows,
    atMs,
    tools,
    take,
    see: (episode) => seen.push(episode),
    note: (rule, workload, reason) => taker.reason(rule, workload, reason),
    noteUnwatched: (rule, workload, parts) => taker.unwatched(rule, workload, parts),
  };
  const due = dueRules(targets, atMs);
  for (const rule of due) {
    for (const target of targets.selected.get(rule.document.id) ?? []) {
      if (isUnborn(target, rule, book, atMs)) continue;
      for (const part of partsOf(rule, target, book, evaluation)) {
        evaluatePart(part, rule, target.subject, evaluation);
      }
    }
  }
  const evaluated = due.map(({ document }) => document.id);
  return { records, episodes, seen, transitions, evaluated, notes: taker.notes };
}

/** Alerts whose rule is gone, off, means something else, or no longer looks at them. */
function* endedRules(
  book: AlertBook,
  { byId, disabled, selected }: RuleTargets,
): Generator<[AlertRecord, EpisodeEnd]> {
  for (const record of book.records()) {
    if (record.track.state === 'normal' || record.rule === EVALUATION_RULE) continue;
    const rule = byId.get(record.rule);
    if (rule === undefined) {
      yield [record, disabled.has(record.rule) ? 'rule_disabled' : 'rule_deleted'];
    } else if (rule.meaning !== record.meaning) yield [record, 'rule_changed'];
    else if (record.isAboutData && rule.noDataForMs === null) yield [record, 'rule_changed'];
    else if (!selected.get(record.rule)!.some(({ subject }) => subject.id === record.workload)) {
      yield [record, 'not_selected'];
    }
  }
}

/**
 * Before a workload has sent anything there is nothing to look at: neither does a count of 0 mean
 * anything then, nor silence. What has an alert all the same, because it was erased, is looked at.
 */
function isUnborn({ subject }: RuleTarget, rule: CompiledRule, book: AlertBook, atMs: number) {
  if (subject.firstMs !== null && subject.firstMs < atMs) return false;
  return book.recordsOf(rule.document.id, subject.id).length === 0;
}

/**
 * The whole workload, or the values of the rule's cut that have an alert that is not normal, are waited
 * for, or came up: of too many the most frequent.
 */
function partsOf(
  rule: CompiledRule,
  { whole, subject: { id } }: RuleTarget,
  book: AlertBook,
  { windows, atMs, tools: { alertId }, noteUnwatched }: Evaluation,
): readonly Part[] {
  const ruleId = rule.document.id;
  if (rule.cut === null) return whole;
  const values = new Set<string>();
  for (const record of book.recordsOf(ruleId, id)) {
    if (record.value === null) continue;
    const isOpen = record.track.state !== 'normal' || record.flappingSinceMs !== null;
    if (isOpen || isWaitedFor(record, rule, atMs)) values.add(record.value);
  }
  const { known, count } = windows.values(id, rule);
  let unwatched = count - known.length;
  for (const value of known) {
    if (values.size < MOST_PARTS) values.add(value);
    else if (!values.has(value)) unwatched += 1;
  }
  if (unwatched > 0) noteUnwatched(rule, id, unwatched);
  return [...values].toSorted().map((value) => ({ id: alertId(ruleId, id, `=${value}`), value }));
}
