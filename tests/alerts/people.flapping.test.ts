import { expect, test } from 'vitest';
import { readState } from '../../alerts/people/notification-state.ts';
import type { ToldAlert } from '../../alerts/people/told-alert.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { alertOf, asOf, minute, NOON_MS, peopleOf, Planner } from './people-world.ts';

const OPS = { routes: [{ receiver: 'ops' }] };

test('an alert that flaps is told once, then nothing until it is stable, then how it stands', () => {
  const planner = new Planner(peopleOf({ routes: [{ receiver: 'ops', group_interval: '1m' }] }));
  const episode = (number: number, from: number, to: number | null, since: number | null = 8) =>
    alertOf({
      episode: number,
      startedMs: minute(from),
      resolvedMs: to === null ? null : minute(to),
      status: to === null ? 'firing' : 'resolved',
      flappingSinceMs: since === null ? null : minute(since),
    });
  planner.at(minute(1), [episode(1, 0, null, null)]);
  planner.at(minute(5), [episode(1, 0, 4, null)]);
  expect(planner.at(minute(10), [episode(2, 8, null)])).toEqual(['8.5 ops fire a#2']);
  expect(planner.deliveries.at(-1)?.notices[0]?.note).toContain('keeps changing');
  expect(planner.at(minute(15), [episode(2, 8, 12)])).toEqual([]);
  expect(planner.at(minute(20), [episode(2, 8, 12), episode(3, 16, null)])).toEqual([]);
  expect(planner.at(minute(22), [episode(3, 16, 21)])).toEqual([]);
  expect(planner.at(minute(40), [episode(4, 30, null)])).toEqual([]);
  const stable = planner.at(minute(60), [episode(4, 30, null, null)]);
  expect(stable).toEqual(['40 ops resolve a#2', '40 ops fire a#4']);
  expect(planner.at(minute(70), [episode(4, 30, 65, null)])).toEqual(['65 ops resolve a#4']);
});

test('which change is told of an alert that flaps does not depend on how many come at once', () => {
  const routes = peopleOf({
    routes: [{ receiver: 'ops', group_wait: '0s', group_interval: '1s' }],
  });
  const [first, second, third] = [
    alertOf({ startedMs: minute(1), resolvedMs: minute(2) }),
    alertOf({
      episode: 2,
      startedMs: minute(3),
      resolvedMs: minute(4),
      flappingSinceMs: minute(4),
    }),
    alertOf({ episode: 3, startedMs: minute(5), flappingSinceMs: minute(4) }),
  ];
  const eventsOf = ({ deliveries }: Planner) =>
    deliveries
      .flatMap(({ notices }) => notices)
      .map(({ event, alert, note }) => `${event} ${alert.episode} ${note ?? ''}`.trim())
      .toSorted();
  const keeps = 'It keeps changing: nothing more until it has been stable for 30 min.';
  const expected = ['fire 1', 'fire 2', 'resolve 1', `resolve 2 ${keeps}`];
  // Planning goes on while evaluation is behind, and is then handed some minutes at a time.
  const lateMs = 10 * MINUTE_MS;
  for (const ends of ['123456', '12356', '246', '346', '356', '456', '56', '6']) {
    const planner = new Planner(routes);
    planner.at(minute(10), []);
    for (const end of ends) {
      const atMs = minute(Number(end));
      const seen = [first, second, third].filter(({ startedMs }) => startedMs <= atMs);
      planner.at(
        atMs + lateMs,
        seen.map((alert) => asOf(alert, atMs)),
      );
    }
    planner.at(minute(17), [first, second, third]);
    expect(eventsOf(planner), `handed over after minutes ${ends}`).toEqual(expected);
  }
});

test('a resolve of an alert that flapped comes even where nobody says that it is stable', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(1), [alertOf({ flappingSinceMs: NOON_MS })]);
  const over = alertOf({ flappingSinceMs: NOON_MS, resolvedMs: minute(2) });
  expect(planner.at(minute(3), [over])).toEqual([]);
  expect(planner.at(minute(40), [])).toEqual(['32 ops resolve a#1']);
});

test('an alert that flaps is neither repeated nor escalated', () => {
  const escalate = [{ after: '15m', receiver: 'lead' }];
  const planner = new Planner(peopleOf({ routes: [{ receiver: 'ops', escalate }] }));
  expect(planner.at(minute(1), [alertOf()])).toEqual(['0.5 ops fire a#1']);
  const again = (flappingSinceMs: number | null) =>
    alertOf({ episode: 2, startedMs: minute(10), flappingSinceMs });
  const over = alertOf({ resolvedMs: minute(9) });
  expect(planner.at(minute(14), [over, again(minute(10))])).toHaveLength(2);
  expect(planner.at(minute(39), [over, again(minute(10))])).toEqual([]);
  expect(planner.at(minute(40), [over, again(null)])).toEqual(['39 lead escalate a#2']);
});

test('one flapping is told once, also where the clock is ahead of what is evaluated', () => {
  const planner = new Planner(peopleOf(OPS));
  const since = { flappingSinceMs: minute(4) };
  planner.at(minute(3), [alertOf()]);
  const over = alertOf({ resolvedMs: minute(4), ...since });
  expect(planner.at(minute(6), [over])).toEqual(['5.5 ops resolve a#1']);
  expect(planner.at(minute(35), [over])).toEqual([]);
  const again = alertOf({ episode: 2, startedMs: minute(33), ...since });
  expect(planner.at(minute(36), [over, again])).toEqual([]);
  expect(planner.at(minute(64), [over, { ...again, flappingSinceMs: null }])).toHaveLength(1);
});

const labelsOf = (severity: string) => ({ workload: 'w', severity });
const warn = alertOf({ severity: 'warn', labels: labelsOf('warn') });
const overAt = (alert: ToldAlert, at: number, since: number | null) =>
  ({
    ...alert,
    status: 'resolved',
    resolvedMs: minute(at),
    flappingSinceMs: since === null ? null : minute(since),
  }) as const;

test('an end that cannot be told keeps nobody from hearing of what fires louder', () => {
  const calm = { match: { severity: 'warn' }, mute: [{ from: '12:02', to: '12:20' }] };
  const routes = [calm, {}].map((route) => ({ ...route, receiver: 'ops', group_wait: '0s' }));
  const muted = new Planner(peopleOf({ routes }));
  const silence = {
    id: 's',
    matchers: [{ label: 'severity', op: '=' as const, value: 'warn' }],
    starts_at: new Date(minute(2)).toISOString(),
    ends_at: new Date(minute(20)).toISOString(),
    reason: 'x',
    author: 'y',
  };
  const together = { receiver: 'ops', group_wait: '0s', group_interval: '1s', group_by: [] };
  const silenced = new Planner(peopleOf({ routes: [together] }, [silence]));
  const page = alertOf({ episode: 2, startedMs: minute(5), flappingSinceMs: minute(3) });
  for (const planner of [muted, silenced]) {
    expect(planner.at(minute(1), [warn])).toEqual(['0 ops fire a#1']);
    expect(planner.at(minute(4), [overAt(warn, 3, 3)])).toEqual([]);
    expect(planner.at(minute(6), [overAt(warn, 3, 3), page])).toEqual(['5 ops fire a#2']);
    expect(planner.deliveries.at(-1)?.notices[0]?.note).toContain('keeps changing');
  }
});

test('an end from before an alert flapped is told when it can be', () => {
  const calm = { match: { severity: 'warn' }, mute: [{ from: '12:02', to: '12:20' }] };
  const routes = [calm, {}].map((route) => ({ ...route, receiver: 'ops', group_wait: '0s' }));
  const planner = new Planner(peopleOf({ routes }));
  planner.at(minute(1), [warn]);
  const page = alertOf({ episode: 2, startedMs: minute(7) });
  planner.at(minute(8), [overAt(warn, 3, null), page]);
  const over = [overAt(warn, 3, null), overAt(page, 9, 9)];
  expect(planner.at(minute(15), over)).toEqual(['12 ops resolve a#2']);
  expect(planner.at(minute(21), over)).toEqual(['20 ops resolve a#1']);
  expect(planner.deliveries.at(-1)?.notices[0]?.note).toBeNull();
});

test('what was kept before it was kept since when an alert flaps is read as one that does not', () => {
  const planner = new Planner(peopleOf(OPS));
  planner.at(minute(1), [alertOf()]);
  const { flappingSinceMs: _, ...alert } = alertOf();
  const { flapToldMs: __, episodes, ...notes } = planner.state.alerts['a']!;
  const old = {
    ...notes,
    flapTold: ['ops'],
    episodes: { 1: { ...episodes[1], alert: { ...alert, isFlapping: true } } },
  };
  const documents = new Map<string, unknown>([['alert:a', old]]);
  expect(readState(documents).alerts).toEqual(planner.state.alerts);
});
