import { expect, test } from 'vitest';
import { readState } from '../../alerts/people/notification-state.ts';
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
  const again = alertOf({ episode: 2, startedMs: minute(10), flappingSinceMs: minute(10) });
  const over = alertOf({ resolvedMs: minute(9) });
  expect(planner.at(minute(14), [over, again])).toHaveLength(2);
  expect(planner.at(minute(39), [over, again])).toEqual([]);
  expect(planner.at(minute(40), [over, again])).toEqual(['40 lead escalate a#2']);
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
