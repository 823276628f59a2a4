import { expect, test } from 'vitest';
import { heldBack, nextNotices } from '../../alerts/people/next-notice.ts';
import type { People } from '../../alerts/people/people.ts';
import { receiverUses } from '../../alerts/people/receiver-uses.ts';
import { parseRoutes } from '../../alerts/people/route-document.ts';
import type { ToldAlert } from '../../alerts/people/told-alert.ts';
import { alertOf, minute, NOON_MS, peopleOf, Planner } from './people-world.ts';

const ROUTES = {
  routes: [
    {
      match: { severity: 'page' },
      group_wait: '30s',
      receiver: 'ops',
      escalate: [
        { after: '15m', receiver: 'lead' },
        { after: '1h', receiver: 'head' },
      ],
    },
    { receiver: 'mail', repeat_interval: '4h' },
  ],
};
const notesOf = (planner: Planner, { id, episode }: ToldAlert) =>
  planner.state.alerts[id]?.episodes[episode] ?? null;

test('who is said to be next is whom planning tells next, and when', () => {
  const people = peopleOf(ROUTES);
  const alert = alertOf();
  const planner = new Planner(people);
  const said: string[] = [];
  const told: string[] = [];
  for (let atMs = NOON_MS; atMs < minute(90); atMs += 30_000) {
    told.push(...planner.at(atMs, [alert]));
    const [next] = nextNotices(alert, notesOf(planner, alert), people);
    said.push(`${((next?.atMs ?? 0) - NOON_MS) / 60_000} ${next?.receiver} ${next?.event} a#1`);
  }
  expect(told).toEqual(['0.5 ops fire a#1', '15.5 lead escalate a#1', '60.5 head escalate a#1']);
  expect([...new Set(said)].slice(0, 3)).toEqual(told);
});

test('nobody is next once it is over, and none where no route tells anybody', () => {
  const over = alertOf({ status: 'resolved', resolvedMs: minute(3), reason: 'cleared' });
  expect(nextNotices(over, null, peopleOf(ROUTES))).toEqual([]);
  expect(nextNotices(alertOf(), null, peopleOf({ routes: [{ receiver: null }] }))).toEqual([]);
  expect(nextNotices(alertOf(), null, peopleOf({ routes: [] }))).toEqual([]);
});

const SILENCE = {
  id: 's1',
  matchers: [{ label: 'workload', op: '=', value: 'w' } as const],
  starts_at: new Date(NOON_MS).toISOString(),
  ends_at: new Date(minute(60)).toISOString(),
  reason: 'deploy',
  author: 'person:ops',
};
const night = { time_zone: 'UTC', from: '11:00', to: '13:00' };
const routes = peopleOf(ROUTES);
const CASES: readonly [string, ToldAlert, People, string | null][] = [
  ['that is open', alertOf(), routes, null],
  ['that somebody took', alertOf({ isAcknowledged: true }), routes, 'acknowledged'],
  ['that is snoozed', alertOf({ snoozedUntilMs: minute(9) }), routes, 'snoozed'],
  ['whose snooze is over', alertOf({ snoozedUntilMs: minute(0) }), routes, null],
  ['that flaps', alertOf({ flappingSinceMs: NOON_MS }), routes, 'flapping'],
  ['that a silence matches', alertOf(), peopleOf(ROUTES, [SILENCE]), 'silenced'],
  [
    'of another workload than the silence',
    alertOf({ labels: { workload: 'v', severity: 'page' } }),
    peopleOf(ROUTES, [SILENCE]),
    null,
  ],
  [
    'whose only route is quiet now',
    alertOf(),
    peopleOf({ routes: [{ receiver: 'ops', mute: [night] }] }),
    'muted',
  ],
  [
    'of whose routes one is quiet now',
    alertOf(),
    peopleOf({ routes: [{ receiver: 'ops', mute: [night], continue: true }, { receiver: 'b' }] }),
    null,
  ],
];
test.each(CASES)('an alert %s is held back as planning holds it', (_, alert, people, by) => {
  const held = heldBack(alert, people, minute(5));
  expect(held?.by ?? null).toBe(by);
  const planner = new Planner(people);
  const told = planner.at(minute(5), [alert]);
  // An alert that flaps is told of once.
  if (by !== 'flapping') expect(told.length > 0).toBe(by === null);
});

test('a silence says until when it holds and why', () => {
  expect(heldBack(alertOf(), peopleOf(ROUTES, [SILENCE]), minute(5))).toEqual({
    by: 'silenced',
    untilMs: minute(60),
    reason: 'deploy',
  });
});

test('every place that names a receiver is found', () => {
  const document = parseRoutes(ROUTES, () => true);
  expect(receiverUses(document, 'mail')).toEqual(['routes.1.receiver']);
  expect(receiverUses(document, 'head')).toEqual(['routes.0.escalate.1.receiver']);
  expect(receiverUses(document, 'nobody')).toEqual([]);
});
