import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONDITION_INPUTS } from '../../alerts/condition/condition.ts';
import { alertRecord, type AlertRecord } from '../../alerts/episode/alert-record.ts';
import type { Episode } from '../../alerts/episode/episode.ts';
import { NO_RESPONSE } from '../../alerts/episode/episode.ts';
import { endAlert, stepAlert, type AlertStep } from '../../alerts/episode/step-alert.ts';
import type { Reading } from '../../alerts/evaluate/reading.ts';
import { MINUTE_MS } from '../../core/time.ts';

const NEW: AlertRecord = {
  id: 'a',
  rule: 'rule',
  meaning: '',
  workload: 'shop',
  value: null,
  isAboutData: false,
  track: { state: 'normal' },
  episodes: 0,
  changesMs: [],
  flappingSinceMs: null,
  silentSinceMs: null,
};
const begin = ({ value, threshold }: Reading) => ({
  rule: 'rule',
  ruleVersion: 1,
  title: 'Rule',
  workload: 'shop',
  cut: null,
  value: null,
  labels: {},
  severity: 'warn' as const,
  blocksScale: false,
  summary: '',
  description: '',
  runbookUrl: null,
  owner: null,
  recoveringMs: null,
  resolvedMs: null,
  reason: null,
  firedValue: value,
  lastValue: value,
  threshold,
  response: NO_RESPONSE,
});

const anyReading = fc
  .record({ input: fc.constantFrom(...CONDITION_INPUTS), n: fc.nat(100) })
  .map(({ input, n }): Reading => {
    const value = input === 'absent' ? null : n / 100;
    const hasData = input !== 'absent';
    return { input, value, n, threshold: 0.5, unit: 'ratio', severity: null, hasData };
  });
const anyTimes = fc.record({
  forMs: fc.integer({ min: 0, max: 5 }).map((n) => n * MINUTE_MS),
  keepFiringForMs: fc.integer({ min: 0, max: 5 }).map((n) => n * MINUTE_MS),
  absent: fc.constantFrom('clear' as const, 'keep' as const, 'zero' as const),
});
/** A reading, or the end of the rule, after some minutes. */
const anySeries = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 20 }), fc.option(anyReading, { freq: 20 })),
  { minLength: 1, maxLength: 120 },
);

describe('stepping an alert through any readings', () => {
  test('keeps episodes whole: in order, open exactly while it fires, each ended once', () => {
    fc.assert(
      fc.property(anyTimes, anySeries, (times, series) => {
        let record = NEW;
        let open: Episode | null = null;
        let atMs = 0;
        const fired: number[] = [];
        const resolved: number[] = [];
        for (const [minutes, reading] of series) {
          atMs += minutes * MINUTE_MS;
          const step: AlertStep | null =
            reading === null
              ? endAlert(record, open, 'rule_changed', atMs)
              : stepAlert(record, open, reading, times, atMs, begin);
          if (step === null) continue;
          const { transition } = step;
          const episode: Episode | null = step.episode;
          if (transition?.to === 'firing' && open === null) fired.push(transition.episode);
          if (transition?.to === 'resolved') resolved.push(transition.episode);
          expect(transition === null).toBe(step.record.track.state === record.track.state);
          if (transition?.to === 'resolved') expect(transition.reason).toBe(episode?.reason);
          record = step.record;
          if (episode !== null) open = episode.resolvedMs === null ? episode : null;
          const isOpen = record.track.state === 'firing' || record.track.state === 'recovering';
          expect(open !== null).toBe(isOpen);
          if (open !== null) {
            expect(open.number).toBe(record.episodes);
            expect(open.flappingSinceMs).toBe(record.flappingSinceMs);
            expect(open.recoveringMs !== null).toBe(record.track.state === 'recovering');
            expect(open.activeMs).toBeLessThanOrEqual(open.firedMs);
          }
        }
        expect(fired).toEqual(fired.map((_, i) => i + 1));
        expect(resolved).toEqual(fired.slice(0, open === null ? undefined : -1));
      }),
      { numRuns: 1000 },
    );
  });

  test('flaps from four changes within an hour on, until half an hour passed without one', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), (breaches) => {
        const times = { forMs: 0, keepFiringForMs: 0, absent: 'clear' } as const;
        let record = NEW;
        let open: Episode | null = null;
        let changes: number[] = [];
        let sinceMs: number | null = null;
        for (const [minute, isBreach] of breaches.entries()) {
          const reading: Reading = {
            input: isBreach ? 'breach' : 'clear',
            value: 1,
            n: 1,
            threshold: 0,
            unit: '',
            severity: null,
            hasData: true,
          };
          const step = stepAlert(record, open, reading, times, minute * MINUTE_MS, begin);
          if (step.transition !== null) changes.push(minute);
          record = step.record;
          if (step.episode !== null) open = step.episode.resolvedMs === null ? step.episode : null;
          if (sinceMs !== null && minute - changes.at(-1)! >= 30) {
            sinceMs = null;
            changes = [];
          }
          if (changes.filter((at) => at > minute - 60).length >= 4) sinceMs ??= minute * MINUTE_MS;
          expect(record.flappingSinceMs).toBe(sinceMs);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('a record that was kept before it was kept since when it flaps is read as one that does not', () => {
  const { flappingSinceMs: _, ...kept } = NEW;
  expect(alertRecord.parse({ ...kept, isFlapping: true })).toEqual(NEW);
});
