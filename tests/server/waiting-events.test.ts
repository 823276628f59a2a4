import { expect, test } from 'vitest';
import { createWaitingEvents } from '../../server/routes/waiting-events.ts';

test('behind a stalled reader waits one entry a workload, and the latest verdict', () => {
  const waiting = createWaitingEvents(null);
  for (let round = 0; round < 1_000; round += 1) {
    waiting.add({ type: 'telemetry', data: { workloads: ['a', round % 2 ? 'b' : 'c'] } });
    waiting.add({ type: 'verdict', data: { workload: 'a', verdict: `verdict ${round}` } });
  }
  expect([waiting.take(), waiting.take(), waiting.take()]).toEqual([
    { type: 'telemetry', data: { workloads: ['a', 'c', 'b'] } },
    { type: 'verdict', data: { workload: 'a', verdict: 'verdict 999' } },
    null,
  ]);
});

test('what a reader may not see never waits for them', () => {
  const waiting = createWaitingEvents(new Set(['mine']));
  waiting.add({ type: 'telemetry', data: { workloads: ['yours'] } });
  waiting.add({ type: 'verdict', data: { workload: 'yours', verdict: 'stop' } });
  expect(waiting.take()).toBeNull();
  waiting.add({ type: 'telemetry', data: { workloads: ['yours', 'mine'] } });
  expect(waiting.take()).toEqual({ type: 'telemetry', data: { workloads: ['mine'] } });
});

test('of what came in, a stalled reader is told the newest number alone, after the rest', () => {
  const waiting = createWaitingEvents(new Set(['mine']));
  for (let seq = 1; seq <= 1_000; seq += 1) waiting.add({ type: 'tail', data: { seq } });
  waiting.add({ type: 'telemetry', data: { workloads: ['mine'] } });
  expect([waiting.take(), waiting.take(), waiting.take()]).toEqual([
    { type: 'telemetry', data: { workloads: ['mine'] } },
    { type: 'tail', data: { seq: 1000 } },
    null,
  ]);
});

test('alerts are told as alerts, one entry a workload', () => {
  const waiting = createWaitingEvents(new Set(['mine']));
  for (let round = 0; round < 1_000; round += 1)
    waiting.add({ type: 'alert', data: { workloads: ['mine', 'yours'] } });
  expect([waiting.take(), waiting.take()]).toEqual([
    { type: 'alert', data: { workloads: ['mine'] } },
    null,
  ]);
});

test('what is worked in is told after the telemetry it was', () => {
  const waiting = createWaitingEvents(new Set(['mine']));
  waiting.add({ type: 'assessed', data: { workloads: ['mine', 'yours'] } });
  waiting.add({ type: 'assessed', data: { workloads: ['yours'] } });
  waiting.add({ type: 'telemetry', data: { workloads: ['mine'] } });
  expect([waiting.take(), waiting.take(), waiting.take()]).toEqual([
    { type: 'telemetry', data: { workloads: ['mine'] } },
    { type: 'assessed', data: { workloads: ['mine'] } },
    null,
  ]);
});
