import { HOUR_MS } from '../../core/time.ts';
import {
  stepCondition,
  type ConditionTimes,
  type ConditionTrack,
} from '../condition/condition-track.ts';
import type { Reading } from '../evaluate/reading.ts';
import type { AlertRecord } from './alert-record.ts';
import type { Episode, EpisodeEnd } from './episode.ts';

/** Changes within an hour from which an alert flaps. */
export const FLAPPING_CHANGES = 4;
/** Without a change for this long, it no longer does. */
export const STABLE_AFTER_MS = 30 * 60_000;

/** What an evaluation did to an alert. */
export type TransitionKind = 'pending' | 'firing' | 'recovering' | 'resolved' | 'normal';

/** One change of an alert's condition. */
export interface Transition {
  readonly alert: string;
  /** The episode it belongs to; the next one's number where it became pending or never came to fire. */
  readonly episode: number;
  readonly atMs: number;
  readonly to: TransitionKind;
  readonly reason: EpisodeEnd | null;
  readonly value: number | null;
}

/** What an evaluation left of an alert. */
export interface AlertStep {
  readonly record: AlertRecord;
  /** Begun, changed or ended by it; null where there is none or it stays as it was. */
  readonly episode: Episode | null;
  /** The open episode with its latest number, where that is all that moved: not worth being kept. */
  readonly seen: Episode | null;
  readonly transition: Transition | null;
}

/** How a new episode is described: all of it but its place in time. */
export type BeginEpisode = (
  reading: Reading,
) => Omit<Episode, 'alert' | 'number' | 'activeMs' | 'firedMs' | 'flappingSinceMs'>;

/**
 * One evaluation of one alert.
 * @param record as the evaluation before left it
 * @param open its episode while it fires or recovers, else null
 * @param begin makes the episode if it begins with this evaluation
 */
export function stepAlert(
  record: AlertRecord,
  open: Episode | null,
  reading: Reading,
  times: ConditionTimes,
  atMs: number,
  begin: BeginEpisode,
): AlertStep {
  const { track, ended } = stepCondition(record.track, reading.input, times, atMs);
  const to = changeOf(record.track, track);
  const isChange = to === 'firing' || to === 'resolved';
  const isNew = to === 'firing' && open === null;
  const calm = calmed(record, atMs, isChange && (isNew || to === 'resolved'));
  const next = unlessSame(record, {
    ...record,
    ...calm,
    track,
    episodes: record.episodes + (isNew ? 1 : 0),
    silentSinceMs: reading.hasData ? null : (record.silentSinceMs ?? atMs),
  });
  const { episode, seen } = stepEpisode(next, open, reading, atMs, isNew ? begin : null, ended);
  const isOfNext = to === 'pending' || to === 'normal';
  const number = next.episodes + (isOfNext ? 1 : 0);
  const { value } = reading;
  const transition =
    to === null ? null : { alert: record.id, episode: number, atMs, to, reason: ended, value };
  return { record: next, episode, seen, transition };
}

/** The record before, the same object, where nothing about it changed: most evaluations change nothing. */
function unlessSame(before: AlertRecord, after: AlertRecord): AlertRecord {
  const isSameRecord =
    before.episodes === after.episodes &&
    before.flappingSinceMs === after.flappingSinceMs &&
    before.silentSinceMs === after.silentSinceMs &&
    before.changesMs === after.changesMs &&
    isSameTrack(before.track, after.track);
  return isSameRecord ? before : after;
}

/** Since when an alert is pending or fires does not change without its state. */
function isSameTrack(a: ConditionTrack, b: ConditionTrack): boolean {
  if (a.state === 'normal' || b.state === 'normal') return a.state === b.state;
  return a.state === b.state && a.absentSinceMs === b.absentSinceMs;
}

/** Ends an alert because of what became of its rule; null where nothing was open. */
export function endAlert(
  record: AlertRecord,
  open: Episode | null,
  reason: EpisodeEnd,
  atMs: number,
): AlertStep | null {
  if (record.track.state === 'normal' && open === null) return null;
  const next: AlertRecord = { ...record, track: { state: 'normal' }, silentSinceMs: null };
  const to = open === null ? 'normal' : 'resolved';
  const number = record.episodes + (open === null ? 1 : 0);
  return {
    record: next,
    episode: open && { ...open, recoveringMs: null, resolvedMs: atMs, reason },
    seen: null,
    transition: { alert: record.id, episode: number, atMs, to, reason, value: null },
  };
}

function changeOf(before: ConditionTrack, after: ConditionTrack): TransitionKind | null {
  if (before.state === after.state) return null;
  if (after.state !== 'normal') return after.state;
  return before.state === 'pending' ? 'normal' : 'resolved';
}

/** Counts what changes too often to be told each time. */
function calmed(
  { changesMs, flappingSinceMs }: AlertRecord,
  atMs: number,
  isChange: boolean,
): Pick<AlertRecord, 'changesMs' | 'flappingSinceMs'> {
  if (!isChange && flappingSinceMs === null) return { changesMs, flappingSinceMs };
  const recent = changesMs.filter((ms) => ms > atMs - HOUR_MS);
  if (isChange) recent.push(atMs);
  if (flappingSinceMs === null) {
    const isTooMany = recent.length >= FLAPPING_CHANGES;
    return { changesMs: recent, flappingSinceMs: isTooMany ? atMs : null };
  }
  const last = recent.at(-1) ?? -Infinity;
  return atMs - last >= STABLE_AFTER_MS
    ? { changesMs: [], flappingSinceMs: null }
    : { changesMs: recent, flappingSinceMs };
}

function stepEpisode(
  { id, episodes, track, flappingSinceMs }: AlertRecord,
  open: Episode | null,
  reading: Reading,
  atMs: number,
  begin: BeginEpisode | null,
  ended: EpisodeEnd | null,
): Pick<AlertStep, 'episode' | 'seen'> {
  if (begin !== null && track.state === 'firing') {
    const { activeAtMs, firedAtMs } = track;
    const times = { activeMs: activeAtMs, firedMs: firedAtMs, flappingSinceMs };
    const begun = { alert: id, number: episodes, ...begin(reading), ...times };
    return { episode: begun, seen: null };
  }
  if (open === null) return { episode: null, seen: null };
  const next: Episode = {
    ...open,
    flappingSinceMs,
    recoveringMs: track.state === 'recovering' ? track.firstClearMs : null,
    lastValue: reading.value ?? open.lastValue,
    severity: reading.input === 'breach' ? (reading.severity ?? open.severity) : open.severity,
    resolvedMs: track.state === 'normal' ? atMs : null,
    reason: track.state === 'normal' ? ended : null,
  };
  if (!isSame(open, next)) return { episode: next, seen: null };
  return { episode: null, seen: next };
}

/** A number that moves while everything else stays is not worth a record. */
function isSame(before: Episode, after: Episode): boolean {
  return (
    before.flappingSinceMs === after.flappingSinceMs &&
    before.recoveringMs === after.recoveringMs &&
    before.severity === after.severity &&
    before.resolvedMs === after.resolvedMs
  );
}
