import { DAY_MS } from '../../core/time.ts';
import type { AlertRecord } from '../episode/alert-record.ts';
import type { Episode } from '../episode/episode.ts';
import { endAlert, stepAlert, type AlertStep } from '../episode/step-alert.ts';
import { readRule } from '../evaluate/read-condition.ts';
import type { AbsentReason, Reading } from '../evaluate/reading.ts';
import type { Windows } from '../evaluate/read-windows.ts';
import type { AlertId, RuleSubject } from '../evaluate/rule-targets.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';
import { describeEpisode, type Describe } from './describe-episode.ts';

/** What a tick needs beside what it evaluates. */
export interface TickTools {
  readonly alertId: AlertId;
  readonly describe: Describe;
}

/** What an alert is about: a whole workload, or the part of it with one value of the rule's cut. */
export interface Part {
  readonly id: string;
  readonly value: string | null;
}

/** Where alerts stand before a part is evaluated, and what takes the change. */
export interface Evaluation {
  readonly record: (id: string) => AlertRecord | undefined;
  readonly episode: (id: string) => Episode | null;
  readonly windows: Windows;
  readonly atMs: number;
  readonly tools: TickTools;
  readonly take: (step: AlertStep) => void;
  /** Takes why a rule cannot be told of a workload. */
  readonly note: (rule: CompiledRule, workload: string, reason: AbsentReason) => void;
  /** Takes how many parts of a workload are too many to be watched. */
  readonly noteUnwatched: (rule: CompiledRule, workload: string, parts: number) => void;
  /** Takes an open episode's latest number. */
  readonly see: (episode: Episode) => void;
}

/** What stands in for the value of a cut in an alert that tells that there is no data. */
const NO_DATA_PART = 'no_data';
const NO_DATA_TIMES = { forMs: 0, keepFiringForMs: 0, absent: 'clear' } as const;
/** A release or a tool that has been silent for this long is not coming back: nobody waits for its data. */
const FORGOTTEN_AFTER_MS = 7 * DAY_MS;

/** Evaluates a rule for one part of one workload, and, where the rule asks for it, the data itself. */
export function evaluatePart(
  part: Part,
  rule: CompiledRule,
  subject: RuleSubject,
  evaluation: Evaluation,
): void {
  const { windows, atMs, tools, take, see, note } = evaluation;
  const { businessCase, firstMs, id: workload } = subject;
  const window = windows.of(workload, part.value);
  const hours = windows.hours(workload);
  const reading = readRule(rule, { businessCase, firstMs, window, hours }, atMs);
  if (reading.absent !== undefined) note(rule, workload, reading.absent);
  const known = evaluation.record(part.id);
  const current = usable(known, rule);
  if (isQuiet(current, reading, rule)) return;
  const record = current ?? newRecord(part, rule, workload, false);
  const begin = describeEpisode(rule, workload, part.value, tools.describe);
  const stepped = stepAlert(record, evaluation.episode(part.id), reading, rule.times, atMs, begin);
  const step = known === undefined && !reading.hasData ? neverSpoke(stepped) : stepped;
  if (isChange(known, step, rule.noDataForMs !== null && reading.hasData)) take(step);
  else if (step.seen !== null) see(step.seen);
  if (rule.noDataForMs !== null) {
    evaluateSilence(part, rule, workload, step.record.silentSinceMs, evaluation);
  }
}

function evaluateSilence(
  { value }: Part,
  rule: CompiledRule,
  workload: string,
  silentSinceMs: number | null,
  { record, episode, atMs, tools, take }: Evaluation,
): void {
  const id = tools.alertId(rule.document.id, workload, `${NO_DATA_PART} ${value ?? ''}`);
  const known = record(id);
  const reading = readSilence(silentSinceMs, rule.noDataForMs!, atMs);
  if (known === undefined && reading.input !== 'breach') return;
  const own = usable(known, rule) ?? newRecord({ id, value }, rule, workload, true);
  if (value !== null && isForgotten(silentSinceMs, rule, atMs)) {
    const ended = endAlert(own, episode(id), 'no_data', atMs);
    if (ended !== null) take(ended);
    return;
  }
  const told = describeEpisode(rule, workload, value, tools.describe, NO_DATA_PART);
  const step = stepAlert(own, episode(id), reading, NO_DATA_TIMES, atMs, told);
  if (isChange(known, step, false)) take(step);
}

/** Whether data of a part is still waited for by an alert of its own. */
export function isWaitedFor(record: AlertRecord, rule: CompiledRule, atMs: number): boolean {
  return (
    rule.noDataForMs !== null &&
    !record.isAboutData &&
    !isForgotten(record.silentSinceMs, rule, atMs)
  );
}

function isForgotten(
  silentSinceMs: number | null,
  { noDataForMs }: CompiledRule,
  atMs: number,
): boolean {
  if (silentSinceMs === null) return false;
  return atMs - silentSinceMs >= (noDataForMs ?? 0) + FORGOTTEN_AFTER_MS;
}

/** A record of before its rule meant something else begins anew: its alert ended with this very tick. */
function usable(record: AlertRecord | undefined, rule: CompiledRule): AlertRecord | undefined {
  if (record === undefined || record.meaning === rule.meaning) return record;
  return { ...record, meaning: rule.meaning, track: { state: 'normal' }, silentSinceMs: null };
}

function newRecord(
  { id, value }: Part,
  rule: CompiledRule,
  workload: string,
  isAboutData: boolean,
): AlertRecord {
  return {
    id,
    rule: rule.document.id,
    meaning: rule.meaning,
    workload,
    value,
    isAboutData,
    track: { state: 'normal' },
    episodes: 0,
    changesMs: [],
    flappingSinceMs: null,
    silentSinceMs: null,
  };
}

/** A source that was never heard has not fallen silent. */
const neverSpoke = (step: AlertStep): AlertStep =>
  step.record.silentSinceMs === null
    ? step
    : { ...step, record: { ...step.record, silentSinceMs: null } };

/**
 * What most evaluations are: nothing is wrong, and nothing was.
 * @param record undefined: there never was an alert, and none is made up for it
 */
function isQuiet(record: AlertRecord | undefined, { input }: Reading, rule: CompiledRule): boolean {
  if (input === 'breach' || rule.noDataForMs !== null) return false;
  return (
    record === undefined || (record.track.state === 'normal' && record.flappingSinceMs === null)
  );
}

/**
 * Whether a step left anything that has to be kept.
 * @param isHeard of a source whose silence would be told: that it was heard is kept from the first time on
 */
function isChange(
  known: AlertRecord | undefined,
  { record, episode, transition }: AlertStep,
  isHeard: boolean,
): boolean {
  if (episode !== null || transition !== null) return true;
  if (known === undefined) return record.track.state !== 'normal' || isHeard;
  return known !== record;
}

/** Silence of a source that once spoke, as a condition of its own. */
function readSilence(silentSinceMs: number | null, noDataForMs: number, atMs: number): Reading {
  const isSilent = silentSinceMs !== null && atMs - silentSinceMs >= noDataForMs;
  const input = isSilent ? 'breach' : 'clear';
  const nothing = { value: null, n: 0, threshold: null, unit: '', severity: null };
  return { input, ...nothing, hasData: true };
}
