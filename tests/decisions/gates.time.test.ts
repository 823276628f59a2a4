import { expect, test } from 'vitest';
import type { WireEvent } from '../../core/event.ts';
import { clopperPearson } from '../../core/statistics/clopper-pearson.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../core/time.ts';
import type { GateFacts } from '../../decisions/gates/gate-facts.ts';
import { createGatesAt } from '../../decisions/gates/gates-at.ts';
import { reviewSampleSize } from '../../decisions/gates/sample-size.ts';
import { proveGate } from '../../decisions/gates/prove-gate.ts';
import { factsWith, gate, NOW_MS, prove, signedBy } from './gate-fixtures.ts';

const runs = Array.from({ length: 60 }, (_, day): WireEvent => ({
  kind: 'run',
  workload: 'w',
  id: `${day}`,
  ts: NOW_MS - (day + 1) * DAY_MS,
  ok: true,
}));
const drill = (restoredMs: number): WireEvent[] =>
  (['detected', 'restored'] as const).map((phase, index) => ({
    kind: 'incident',
    workload: 'w',
    id: phase,
    ts: restoredMs - (1 - index) * 5 * MINUTE_MS,
    incident: 'drill',
    phase,
    drill: true,
  }));
const signed = (one: ReturnType<typeof signedBy>) => ({
  signatures: new Map([['users_trained', [one]]]),
});

test('a gate counts from the event that proves it, not before, and until it expires', () => {
  const restoredMs = NOW_MS - 20 * DAY_MS;
  const facts = factsWith({ events: [...drill(restoredMs), ...runs] });
  const at = (atMs: number) => prove('rollback_rehearsed', facts, atMs).state;
  expect(at(restoredMs - HOUR_MS)).toBe('open');
  expect(at(restoredMs + HOUR_MS)).toBe('passed');
  expect(prove('rollback_rehearsed', facts).expiresMs).toBe(restoredMs + 90 * DAY_MS);
});

test('a signature counts from when it was given until it expires or is taken back', () => {
  const one = signedBy('business-owner', 'business');
  const facts = (changes: object): GateFacts => factsWith(signed({ ...one, ...changes }));
  const at = (atMs: number, changes = {}) => prove('users_trained', facts(changes), atMs).state;
  const signedMs = Date.parse(one.signed_at);
  expect(at(signedMs - HOUR_MS)).toBe('open');
  expect(at(signedMs)).toBe('passed');
  expect(at(NOW_MS, { expires_at: isoTime(NOW_MS) })).toBe('open');
  expect(at(NOW_MS, { revoked_at: isoTime(NOW_MS - HOUR_MS) })).toBe('open');
  expect(at(NOW_MS - 2 * HOUR_MS, { revoked_at: isoTime(NOW_MS - HOUR_MS) })).toBe('passed');
});

test('a review counts from when it was held, also where telemetry ends before that', () => {
  const heldMs = NOW_MS + MINUTE_MS;
  const facts = factsWith({ record: { review_cadence: '30d' }, reviewsMs: [heldMs] });
  const at = (nowMs: number) => proveGate(gate('review_on_cadence'), facts, NOW_MS, nowMs).state;
  expect(at(heldMs - 1)).toBe('open');
  expect(at(heldMs)).toBe('passed');
  expect(at(heldMs + 31 * DAY_MS)).toBe('open');
});

test('the sample that a rate takes is the smallest that shows it, and grows as the rate falls', () => {
  const rates = [0.3, 0.1, 0.05, 0.02, 0.01];
  const sizes = rates.map((rate) => reviewSampleSize(rate, 0.05));
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  for (const [index, rate] of rates.entries()) {
    const n = sizes[index]!;
    const upper = (size: number) => clopperPearson((size * rate) / 2, size, 0.05).high;
    expect(upper(n)).toBeLessThanOrEqual(rate);
    expect(upper(n - 1)).toBeGreaterThan(rate);
  }
  expect(() => reviewSampleSize(0, 0.05)).toThrow(RangeError);
});

test('gates that a policy requires are proved when they are looked at, and not before', () => {
  let made = 0;
  const facts = (): GateFacts => {
    made += 1;
    return factsWith({ events: drill(NOW_MS - DAY_MS) });
  };
  expect(createGatesAt([], facts)(NOW_MS)).toEqual([]);
  const gatesAt = createGatesAt(['rollback_rehearsed', 'owners', 'no_such_gate'], facts);
  const [rollback, owners] = gatesAt(NOW_MS);
  expect(made).toBe(0);
  expect([rollback?.state, owners?.state]).toEqual(['passed', 'open']);
  expect(gatesAt(NOW_MS - 2 * DAY_MS).map(({ gate, state }) => [gate, state])).toEqual([
    ['rollback_rehearsed', 'open'],
    ['owners', 'open'],
  ]);
  expect(made).toBe(1);
});
