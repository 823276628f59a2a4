import { expect, test } from 'vitest';
import { wireEvent } from '../../core/event.ts';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { CHAOS_RULES } from './rules.ts';
import {
  BATCH_EVENTS,
  BATCHES_PER_SECOND,
  WORKLOADS,
  batchEvents,
  countEvents,
} from './telemetry.ts';

const PLAN = { seed: 5, startMs: Date.parse('2026-11-26T12:34:56Z'), batches: 400 };
const events = Array.from({ length: PLAN.batches }, (_, batch) => batchEvents(PLAN, batch)).flat();

test('two thousand events a second are sent, each with an id of its own, the same for the same seed', () => {
  expect(BATCH_EVENTS * BATCHES_PER_SECOND).toBe(2000);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(batchEvents(PLAN, 3)).toEqual(batchEvents(PLAN, 3));
});

test('every event keeps the contract, and comes from one of fifty workloads', () => {
  for (const event of events) wireEvent.parse(event);
  expect(new Set(events.map(({ workload }) => workload))).toEqual(new Set(WORKLOADS));
});

test('what is expected to count is what is sent, by workload and table', () => {
  const counts = countEvents(
    PLAN,
    Array.from({ length: PLAN.batches }, (_, batch) => batch),
  );
  expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(events.length);
  const runs = events.filter(({ kind, workload }) => kind === 'run' && workload === 'chaos-07');
  expect(counts.get('chaos-07 runs')).toBe(runs.length);
});

test('five hundred rules watch them', () => {
  expect(CHAOS_RULES.map((rule) => ruleDocument.parse(rule).id)).toHaveLength(500);
});
