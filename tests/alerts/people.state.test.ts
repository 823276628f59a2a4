import { expect, test } from 'vitest';
import { EMPTY_STATE, readState, stateEntries } from '../../alerts/people/notification-state.ts';
import { planNotices } from '../../alerts/people/plan-notices.ts';
import { alertOf, firingUntil, minute, peopleOf, Planner } from './people-world.ts';

const OPS = { routes: [{ receiver: 'ops' }] };

test('a delivery holds at most 200 alerts', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(
    minute(1),
    Array.from({ length: 450 }, (_, index) => alertOf({ id: `a${index}` })),
  );
  expect(planner.deliveries.map(({ notices }) => notices.length)).toEqual([200, 200, 50]);
  expect(new Set(planner.deliveries.map(({ key }) => key)).size).toBe(3);
});

test('repeats that are due soon come along with one that is due', () => {
  const planner = new Planner(peopleOf(OPS));
  const later = alertOf({ id: 'b', startedMs: minute(4) });
  planner.at(minute(6), [alertOf(), later]);
  expect(planner.at(minute(300), [alertOf(), later])).toEqual([
    '240.5 ops repeat a#1',
    '240.5 ops repeat b#1',
  ]);
});

test('under several silences the one that ends last is told of', () => {
  const silence = (id: string, toMinute: number) => ({
    id,
    matchers: [{ label: 'workload', op: '=' as const, value: 'w' }],
    starts_at: new Date(minute(0)).toISOString(),
    ends_at: new Date(minute(toMinute)).toISOString(),
    reason: id,
    author: 'ada',
  });
  const silences = [silence('short', 10), silence('long', 60), silence('shorter', 5)];
  const planner = new Planner(peopleOf(OPS, silences));
  expect(planner.at(minute(100), [alertOf()])).toEqual(['60 ops fire a#1']);
  expect(planner.deliveries[0]?.notices[0]?.note).toContain('ada: long');
});

test('a pager is given at most 20 alerts in one delivery', () => {
  const planner = new Planner(peopleOf({ routes: [{ receiver: 'pager' }] }));
  planner.at(
    minute(1),
    Array.from({ length: 45 }, (_, index) => alertOf({ id: `a${index}` })),
  );
  expect(planner.deliveries.map(({ notices }) => notices.length)).toEqual([20, 20, 5]);
});

test('the alert log is given what changed, and the state is found again in it', () => {
  const log = new Map<string, unknown>();
  let state = EMPTY_STATE;
  const all = firingUntil(10);
  for (let count = 0; count <= 40; count += 1) {
    const next = planNotices(state, all(minute(count)), peopleOf(OPS), minute(count)).state;
    const entries = stateEntries(state, next);
    for (const { id, document } of entries) {
      if (document === null) log.delete(id);
      else log.set(id, JSON.parse(JSON.stringify(document)));
    }
    if (![0, 1, 10].includes(count) && count < 15) expect(entries).toEqual([]);
    expect(readState(log)).toEqual({ ...next, plannedMs: readState(log).plannedMs });
    state = next;
  }
});
