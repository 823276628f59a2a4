import type { AlertRecord } from '../episode/alert-record.ts';
import type { Episode, EpisodeEnd } from '../episode/episode.ts';
import { endAlert, stepAlert, type AlertStep, type Transition } from '../episode/step-alert.ts';
import { readRule, type Reading } from '../evaluate/read-condition.ts';
import type { Windows } from '../evaluate/read-windows.ts';
import type { RuleSubject, RuleTargets } from '../evaluate/rule-targets.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import type { AlertBook } from './alert-book.ts';
import { describeEpisode, type Describe } from './describe-episode.ts';

/** What one evaluation of all rules changed. */
export interface TickResult {
  readonly records: readonly AlertRecord[];
  readonly episodes: readonly Episode[];
  readonly transitions: readonly Transition[];
}

/** How alerts get their ids: the same for the same rule and labels, in every process. */
export type AlertId = (rule: string, workload: string, part: string) => string;

/** What a tick needs beside what it evaluates. */
export interface TickTools {
  readonly alertId: AlertId;
  readonly describe: Describe;
}

/** What stands in for the value of a cut in an alert that tells that there is no data. */
const NO_DATA_PART = 'no_data';
const NO_DATA_TIMES = { forMs: 0, keepFiringForMs: 0, absent: 'clear' } as const;

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
  const take = (before: AlertRecord | undefined, step: AlertStep | null): void => {
    if (step === null) return;
    if (step.record !== before) records.push(step.record);
    if (step.episode !== null) episodes.push(step.episode);
    if (step.transition !== null) transitions.push(step.transition);
  };
  for (const [record, reason] of endedRules(book, targets)) {
    take(record, endAlert(record, book.episode(record.id), reason, atMs));
  }
  for (const rule of targets.rules) {
    if (atMs % rule.intervalMs !== 0) continue;
    for (const subject of targets.selected.get(rule.document.id) ?? []) {
      for (const part of partsOf(rule, subject, book, windows, tools)) {
        evaluate(part, rule, subject, { book, windows, atMs, tools, take });
      }
    }
  }
  return { records, episodes, transitions };
}

/** Alerts whose rule is gone, off, means something else, or no longer looks at their workload. */
function* endedRules(
  book: AlertBook,
  { rules, disabled, selected }: RuleTargets,
): Generator<[AlertRecord, EpisodeEnd]> {
  const byId = new Map(rules.map((rule) => [rule.document.id, rule]));
  for (const record of book.records()) {
    if (record.track.state === 'normal') continue;
    const rule = byId.get(record.rule);
    if (rule === undefined) {
      yield [record, disabled.has(record.rule) ? 'rule_disabled' : 'rule_deleted'];
    } else if (rule.meaning !== record.meaning) yield [record, 'rule_changed'];
    else if (!selected.get(record.rule)!.some(({ id }) => id === record.workload)) {
      yield [record, 'not_selected'];
    }
  }
}

interface Part {
  readonly id: string;
  readonly value: string | null;
}

/** The whole workload, or the values of the rule's cut that came up or have an alert that is not normal. */
function partsOf(
  rule: CompiledRule,
  { id }: RuleSubject,
  book: AlertBook,
  windows: Windows,
  { alertId }: TickTools,
): Part[] {
  const ruleId = rule.document.id;
  if (rule.cut === null) return [{ id: alertId(ruleId, id, ''), value: null }];
  const values = new Set(windows.values(id, rule));
  for (const record of book.recordsOf(ruleId)) {
    if (record.workload !== id || record.value === null) continue;
    if (record.track.state !== 'normal' || record.isFlapping) values.add(record.value);
  }
  return [...values].map((value) => ({ id: alertId(ruleId, id, `=${value}`), value }));
}

interface Evaluation {
  readonly book: AlertBook;
  readonly windows: Windows;
  readonly atMs: number;
  readonly tools: TickTools;
  readonly take: (before: AlertRecord | undefined, step: AlertStep | null) => void;
}

function evaluate(
  part: Part,
  rule: CompiledRule,
  subject: RuleSubject,
  { book, windows, atMs, tools, take }: Evaluation,
): void {
  const { businessCase, firstMs, id: workload } = subject;
  const window = windows.of(workload, rule, part.value);
  const reading = readRule(rule, { businessCase, firstMs, window }, atMs);
  const begin = describeEpisode(rule, workload, part.value, tools.describe);
  const known = book.record(part.id);
  const record = usable(known, rule) ?? newRecord(part.id, rule, workload, part.value);
  if (isQuiet(record, reading, rule)) return;
  const step = stepAlert(record, book.episode(part.id), reading, rule.times, atMs, begin);
  take(known, isUnchanged(known, step) ? null : step);
  if (rule.noDataForMs === null) return;
  const id = tools.alertId(rule.document.id, workload, `${NO_DATA_PART} ${part.value ?? ''}`);
  const before = book.record(id);
  const own = usable(before, rule) ?? newRecord(id, rule, workload, part.value);
  const silence = readSilence(step.record, rule.noDataForMs, atMs);
  if (isQuiet(own, silence, rule) || (before === undefined && silence.input !== 'breach')) return;
  const told = describeEpisode(rule, workload, part.value, tools.describe, NO_DATA_PART);
  const stepped = stepAlert(own, book.episode(id), silence, NO_DATA_TIMES, atMs, told);
  take(before, isUnchanged(before, stepped) ? null : stepped);
}

/** A record of before its rule meant something else is ended by this very tick, and begins anew. */
function usable(record: AlertRecord | undefined, rule: CompiledRule): AlertRecord | undefined {
  if (record === undefined || record.meaning === rule.meaning) return record;
  return { ...record, meaning: rule.meaning, track: { state: 'normal' }, silentSinceMs: null };
}

function newRecord(
  id: string,
  rule: CompiledRule,
  workload: string,
  value: string | null,
): AlertRecord {
  return {
    id,
    rule: rule.document.id,
    meaning: rule.meaning,
    workload,
    value,
    track: { state: 'normal' },
    episodes: 0,
    changesMs: [],
    isFlapping: false,
    silentSinceMs: null,
  };
}

/** What most evaluations are: nothing is wrong, and nothing was. */
function isQuiet(record: AlertRecord, reading: Reading, rule: CompiledRule): boolean {
  return (
    record.track.state === 'normal' &&
    reading.input !== 'breach' &&
    record.changesMs.length === 0 &&
    rule.noDataForMs === null
  );
}

function isUnchanged(known: AlertRecord | undefined, { record, episode, transition }: AlertStep) {
  if (episode !== null || transition !== null) return false;
  if (known === undefined) return record.track.state === 'normal' && record.silentSinceMs === null;
  return JSON.stringify(known) === JSON.stringify(record);
}

/** Silence of a source that once spoke, as a condition of its own. */
function readSilence({ silentSinceMs }: AlertRecord, noDataForMs: number, atMs: number): Reading {
  const isSilent = silentSinceMs !== null && atMs - silentSinceMs >= noDataForMs;
  const input = isSilent ? 'breach' : 'clear';
  return { input, value: null, n: 0, threshold: null, severity: null };
}
