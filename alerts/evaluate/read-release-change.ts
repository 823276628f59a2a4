import { HOUR_MS, floorTo } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { compareValue } from '../condition/condition.ts';
import type { CompiledCondition } from '../rule/compiled-rule.ts';
import { RELEASE_REACH_MS, releaseSpans } from './find-release-pair.ts';
import { absentReading, relativeChange, valueOf, type Looked, type Reading } from './reading.ts';

const REACH_DAYS = RELEASE_REACH_MS / (24 * HOUR_MS);

/**
 * The newest release against the one before it, by the hour: as many hours since it came as before it.
 * Both need their samples, whatever the rule says of absent data: nothing sent is no release that failed.
 * @param atMs of the evaluation
 */
export function readReleaseChange(
  condition: Extract<CompiledCondition, { kind: 'release' }>,
  looked: Looked,
  atMs: number,
): Reading {
  const { signal, threshold, lengthMs } = condition;
  const minSamples = condition.minSamples ?? signalEntry(signal).minSample;
  const endMs = floorTo(atMs, HOUR_MS);
  const hours = looked.hours;
  const pair = hours?.pairAt(endMs) ?? null;
  const absent = (text: string): Reading => ({
    ...absentReading(signal, threshold.threshold, text),
    unit: 'ratio',
  });
  if (hours === null || pair === null) {
    return absent(`no release has followed another in the last ${REACH_DAYS} days`);
  }
  const { after, before } = releaseSpans(pair, lengthMs, endMs);
  const read = ({ fromMs, toMs }: typeof after, release: string) =>
    valueOf({ signal, minSamples }, hours.window(fromMs, toMs, release), looked);
  const now = read(after, pair.newest);
  const then = read(before, pair.previous);
  const few = now.value === null ? pair.newest : then.value === null ? pair.previous : null;
  if (few !== null) {
    return absent(`release ${JSON.stringify(few)} has too few samples in the hours compared`);
  }
  const value = relativeChange(now.value, then.value);
  const told = {
    input: compareValue(value, threshold),
    value,
    n: now.n,
    threshold: threshold.threshold,
    unit: 'ratio',
    severity: null,
    hasData: value !== null,
  };
  if (value !== null) return told;
  const text = `release ${JSON.stringify(pair.previous)} stood at 0, of which nothing is a share`;
  return { ...told, absent: { text, untilMs: null } };
}
