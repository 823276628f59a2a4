import { expect, test } from 'vitest';
import { EMPTY_STATE } from '../../alerts/people/notification-state.ts';
import { planNotices } from '../../alerts/people/plan-notices.ts';
import type { SilenceDocument } from '../../alerts/labels/silence.ts';
import { alertOf, firingUntil, minute, NOON_MS, peopleOf, Planner } from './people-world.ts';

const OPS = { routes: [{ receiver: 'ops' }] };
const silence = (fromMinute: number, toMinute: number, id = 's'): SilenceDocument => ({
  id,
  matchers: [{ label: 'workload', op: '=', value: 'w' }],
  starts_at: new Date(minute(fromMinute)).toISOString(),
  ends_at: new Date(minute(toMinute)).toISOString(),
  reason: 'deploy',
  author: 'ada',
});

test('alerts of a group are told together after the wait, changes after the interval', () => {
  const planner = new Planner(peopleOf(OPS));
  const [a, b, c] = [
    alertOf({ id: 'a' }),
    alertOf({ id: 'b', startedMs: NOON_MS + 20_000 }),
    alertOf({ id: 'c', startedMs: minute(1) }),
  ];
  expect(planner.at(NOON_MS + 29_000, [a, b])).toEqual([]);
  expect(planner.at(NOON_MS + 30_000, [a, b])).toEqual(['0.5 ops fire a#1', '0.5 ops fire b#1']);
  expect(planner.deliveries).toHaveLength(1);
  const over = alertOf({ ...b, resolvedMs: minute(2), status: 'resolved' });
  expect(planner.at(minute(5), [a, over, c])).toEqual([]);
  expect(planner.at(minute(5.5), [a, over, c])).toEqual([
    '5.5 ops resolve b#1',
    '5.5 ops fire c#1',
  ]);
});

test('other groups do not wait for each other', () => {
  const planner = new Planner(peopleOf(OPS));
  const other = alertOf({ id: 'z', labels: { workload: 'v' }, startedMs: minute(1) });
  expect(planner.at(minute(2), [alertOf(), other])).toEqual([
    '0.5 ops fire a#1',
    '1.5 ops fire z#1',
  ]);
  expect(planner.deliveries.map(({ groupLabels }) => groupLabels)).toEqual([
    { workload: 'w' },
    { workload: 'v' },
  ]);
});

test('an alert that ends before the wait is over is never told', () => {
  const planner = new Planner(peopleOf(OPS));
  const short = alertOf({ resolvedMs: NOON_MS + 20_000 });
  expect(planner.at(minute(10), [short])).toEqual([]);
});

test('it is repeated only while it fires and nobody has acknowledged it', () => {
  const planner = new Planner(peopleOf(OPS));
  const acknowledged = alertOf({ isAcknowledged: true });
  const day = 24 * 60;
  expect(planner.at(minute(5 * 60), [alertOf()])).toEqual([
    '0.5 ops fire a#1',
    '240.5 ops repeat a#1',
  ]);
  expect(planner.at(minute(day), [acknowledged])).toEqual([]);
  expect(planner.at(minute(day + 1), [alertOf({ resolvedMs: minute(day + 1) })])).toEqual([
    `${day + 1} ops resolve a#1`,
  ]);
});

test('those not acknowledged in time go to the next receiver, who hears the end too', () => {
  const escalate = [
    { after: '30m', receiver: 'boss' },
    { after: '15m', receiver: 'lead' },
  ];
  const routes = [{ receiver: 'ops', escalate, repeat_interval: '1h' }];
  const planner = new Planner(peopleOf({ routes }));
  expect(planner.at(minute(20), [alertOf()])).toEqual([
    '0.5 ops fire a#1',
    '15.5 lead escalate a#1',
  ]);
  expect(planner.deliveries[1]?.notices[0]?.note).toBe('Nobody has acknowledged it for 15 min.');
  expect(planner.at(minute(120), [alertOf({ isAcknowledged: true })])).toEqual([]);
  const told = planner.at(minute(121), [alertOf({ resolvedMs: minute(121) })]);
  expect(told).toEqual(['121 lead resolve a#1', '121 ops resolve a#1']);
});

test('a pager hears of an acknowledgement once, and again after it was taken back', () => {
  const planner = new Planner(peopleOf({ routes: [{ receiver: 'pager' }] }));
  const taken = alertOf({ isAcknowledged: true });
  planner.at(minute(1), [alertOf()]);
  expect(planner.at(minute(2), [taken])).toEqual(['1 pager acknowledge a#1']);
  expect(planner.at(minute(3), [taken])).toEqual([]);
  planner.at(minute(4), [alertOf()]);
  expect(planner.at(minute(5), [taken])).toEqual(['4 pager acknowledge a#1']);
});

test('nothing is told while silenced, and what it held back is told with the reason at its end', () => {
  const planner = new Planner(peopleOf(OPS, [silence(0, 60)]));
  const all = (atMs: number) => [
    ...firingUntil(30, alertOf({ id: 'brief' }))(atMs),
    ...firingUntil(900, alertOf({ id: 'long' }))(atMs),
  ];
  expect(planner.every(60_000, NOON_MS, minute(59), all)).toEqual([]);
  expect(planner.at(minute(61), all(minute(61)))).toEqual(['60 ops fire long#1']);
  expect(planner.deliveries[0]?.notices[0]?.note).toBe('A silence has ended (by ada: deploy).');
});

test('what ends during a silence is told to whoever was told before, with the reason', () => {
  const planner = new Planner(peopleOf(OPS, [silence(10, 60)]));
  const still = alertOf({ id: 'still' });
  const all = (atMs: number) => [...firingUntil(30)(atMs), still];
  const told = planner.every(60_000, NOON_MS, minute(59), all);
  expect(told).toEqual(['0.5 ops fire a#1', '0.5 ops fire still#1']);
  expect(planner.at(minute(61), all(minute(61)))).toEqual([
    '60 ops repeat still#1',
    '60 ops resolve a#1',
  ]);
  expect(planner.deliveries[1]?.notices.map(({ note }) => note)).toEqual([
    'A silence has ended (by ada: deploy).',
    'Resolved during a silence (by ada: deploy).',
  ]);
});

test('a silence that is lifted early counts as ended', () => {
  const planner = new Planner(peopleOf(OPS, [silence(0, 600)]));
  planner.at(minute(5), [alertOf()]);
  planner.people = peopleOf(OPS);
  expect(planner.at(minute(6), [alertOf()])).toEqual(['5 ops fire a#1']);
});

test('a silence made after the end of an alert does not hold its end back', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(1), [alertOf()]);
  planner.people = peopleOf(OPS, [silence(3, 600)]);
  const over = alertOf({ resolvedMs: minute(2) });
  expect(planner.at(minute(10), [over])).toEqual(['5.5 ops resolve a#1']);
});

test('a snooze holds back until its end', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(1), [alertOf()]);
  const snoozed = alertOf({ snoozedUntilMs: minute(30) });
  expect(planner.at(minute(29), [snoozed])).toEqual([]);
  expect(planner.at(minute(31), [snoozed])).toEqual(['30 ops repeat a#1']);
  expect(planner.deliveries[1]?.notices[0]?.note).toBe('The snooze has ended.');
  expect(planner.at(minute(50), [snoozed])).toEqual([]);
});

test('quiet hours hold everything of their route back until they end', () => {
  const mute = [{ from: '12:00', to: '13:00' }];
  const planner = new Planner(peopleOf({ routes: [{ receiver: 'ops', mute }] }));
  const all = firingUntil(200);
  expect(planner.every(60_000, NOON_MS, minute(59), all)).toEqual([]);
  expect(planner.at(minute(70), all(minute(70)))).toEqual(['60 ops fire a#1']);
});

test('an inhibited alert is told when its source is over', () => {
  const inhibit = [
    {
      source: [{ label: 'severity', value: 'page' }],
      target: [{ label: 'severity', value: 'warn' }],
      equal: ['workload'],
    },
  ];
  const warn = alertOf({ id: 'b', labels: { workload: 'w', severity: 'warn' } });
  const planner = new Planner(peopleOf({ ...OPS, inhibit }));
  expect(planner.at(minute(3), [alertOf(), warn])).toEqual(['0.5 ops fire a#1']);
  const over = alertOf({ resolvedMs: minute(4) });
  expect(planner.at(minute(6), [over, warn])).toEqual(['5.5 ops resolve a#1', '5.5 ops fire b#1']);
  expect(new Planner(peopleOf(OPS)).at(minute(3), [alertOf(), warn])).toHaveLength(2);
});

test('two routes to one receiver tell it once, and a route to nobody tells nobody', () => {
  const both = [
    { receiver: 'ops', continue: true },
    { receiver: 'ops', group_by: [] },
  ];
  const planner = new Planner(peopleOf({ routes: both }));
  const all = firingUntil(300);
  const told = planner.every(60_000, NOON_MS, minute(400), all);
  expect(told).toEqual(['0.5 ops fire a#1', '240.5 ops repeat a#1', '300 ops resolve a#1']);
  expect(
    new Planner(peopleOf({ routes: [{ receiver: null }] })).at(minute(5), [alertOf()]),
  ).toEqual([]);
});

test('after the routes change, those told hear the end and others hear what fires', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(1), [alertOf()]);
  planner.people = peopleOf({ routes: [{ receiver: 'new' }] });
  expect(planner.at(minute(2), [alertOf()])).toEqual(['1 new fire a#1']);
  const over = alertOf({ resolvedMs: minute(20) });
  expect(planner.at(minute(21), [over])).toEqual(['20 new resolve a#1', '20 ops resolve a#1']);
});

test('an episode that its source no longer knows is told as gone, and told anew if it comes back', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(1), [alertOf()]);
  expect(planner.at(minute(10), [])).toEqual(['10 ops resolve a#1']);
  expect(planner.deliveries[1]?.notices[0]?.alert.reason).toBe('gone');
  expect(planner.at(minute(20), [alertOf()])).toEqual(['15 ops fire a#1']);
  expect(new Set(planner.deliveries.map(({ key }) => key)).size).toBe(3);
});

test('an episode that is over and told is not told again, however long it is listed', () => {
  const planner = new Planner(peopleOf(OPS));
  const all = firingUntil(10);
  expect(planner.every(3_600_000, NOON_MS, minute(60 * 72), all)).toHaveLength(2);
  expect(Object.keys(planner.state.alerts)).toHaveLength(1);
  planner.at(minute(60 * 73), []);
  expect(planner.state.alerts).toEqual({});
  expect(planner.state.channels).toEqual({});
});

test('what was over before planning first heard of it is told, unless it was too short', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(10), []);
  const late = alertOf({ id: 'late', startedMs: minute(5), resolvedMs: minute(8) });
  const short = alertOf({ id: 'short', startedMs: minute(5), resolvedMs: minute(5.2) });
  expect(planner.at(minute(11), [late, short])).toEqual(['10 ops fire late#1']);
  expect(planner.at(minute(20), [late, short])).toEqual(['15 ops resolve late#1']);
});

test('what was over before the first planning is history, what still fires is told', () => {
  const over = alertOf({ id: 'old', resolvedMs: minute(5) });
  const { deliveries } = planNotices(EMPTY_STATE, [over, alertOf()], peopleOf(OPS), minute(6));
  expect(deliveries.map(({ notices }) => notices.map(({ alert }) => alert.id))).toEqual([['a']]);
});

test('ten hours of alerts missed while away are told as if never away, six hours back', () => {
  const planner = new Planner(peopleOf(OPS));
  const lasting = firingUntil(500)(minute(600));
  expect(planner.at(minute(600), lasting)).toEqual([
    '240 ops fire a#1',
    '480 ops repeat a#1',
    '500 ops resolve a#1',
  ]);
});
