import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../core/time.ts';
import type { Delivery } from '../../alerts/people/notice.ts';
import { planNotices } from '../../alerts/people/plan-notices.ts';
import type { SilenceDocument } from '../../alerts/labels/silence.ts';
import type { ToldAlert } from '../../alerts/people/told-alert.ts';
import { alertOf, asOf, describe, minute, NOON_MS, peopleOf, Planner } from './people-world.ts';

/** From here on everything is over and nothing is held back. */
const END_MINUTE = 300;

const instant = fc.integer({ min: 0, max: 240 * 60 }).map((second) => NOON_MS + second * 1_000);
const severity = fc.constantFrom('page' as const, 'warn' as const, 'info' as const);
const workload = fc.constantFrom('v', 'w');

/** After each of the changes, the one from which the alert flaps. */
function flappingAfter(changes: readonly number[]): (number | null)[] {
  let sinceMs: number | null = null;
  let recent: number[] = [];
  return changes.map((atMs) => {
    if (sinceMs !== null && atMs - (recent.at(-1) ?? atMs) >= 30 * MINUTE_MS) {
      sinceMs = null;
      recent = [];
    }
    recent = [...recent.filter((one) => one > atMs - 60 * MINUTE_MS), atMs];
    if (recent.length >= 4) sinceMs ??= atMs;
    return sinceMs;
  });
}

const episodes = fc
  .tuple(
    fc.uniqueArray(instant, { minLength: 2, maxLength: 8 }),
    severity,
    workload,
    fc.constantFrom('r1', 'r2'),
  )
  .map(([instants, loud, load, rule]) => {
    const sorted = [...instants].sort((a, b) => a - b);
    const id = `${rule}/${load}/${loud}`;
    const labels = { rule, workload: load, severity: loud };
    const flapping = flappingAfter(sorted);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) =>
      alertOf({
        id,
        labels,
        severity: loud,
        episode: index + 1,
        startedMs: sorted[2 * index] ?? 0,
        resolvedMs: sorted[2 * index + 1] ?? 0,
        flappingSinceMs: flapping[2 * index + 1] ?? null,
      }),
    );
  });
/** Every episode there will be, each with its end. */
const history = fc
  .uniqueArray(episodes, { maxLength: 5, selector: (list) => list[0]?.id })
  .map((lists) => lists.flat());

const matcher = fc.record({
  label: fc.constantFrom('workload', 'severity', 'rule'),
  op: fc.constantFrom('=' as const, '!=' as const, '=~' as const),
  value: fc.constantFrom('v', 'w', 'page', 'warn', 'r1', '.+'),
});
const silences = fc.array(
  fc.record({ matcher, range: fc.uniqueArray(instant, { minLength: 2, maxLength: 2 }) }),
  { maxLength: 3 },
);
const duration = fc.constantFrom('0s', '30s', '1m', '5m', '20m');
const pace = fc.constantFrom('1m', '5m', '20m', '1h');
const route = fc.record({
  match: fc.constantFrom({}, { severity: 'page' }, { workload: 'v' }),
  group_by: fc.subarray(['workload', 'rule', 'severity']),
  group_wait: duration,
  group_interval: pace,
  repeat_interval: pace,
  receiver: fc.constantFrom('a', 'b', 'pager', null),
  escalate: fc.array(fc.record({ after: pace, receiver: fc.constantFrom('b', 'c') }), {
    maxLength: 2,
  }),
  continue: fc.boolean(),
  mute: fc.constantFrom([], [{ from: '12:30', to: '13:15' }], [{ from: '14:00', to: '14:01' }]),
});
const inhibit = fc.constantFrom(
  [],
  [
    {
      source: [{ label: 'severity', value: 'page' }],
      target: [{ label: 'severity', value: 'warn' }],
      equal: ['workload'],
    },
  ],
);
const people = fc
  .tuple(fc.array(route, { maxLength: 3 }), route, silences, inhibit)
  .map(([routes, last, quiet, inhibitions]) =>
    peopleOf(
      { routes: [...routes, { ...last, match: {} }], inhibit: inhibitions },
      quiet.map(({ matcher: one, range }, index): SilenceDocument => {
        const [from = 0, to = 0] = [...range].sort((a, b) => a - b);
        const [starts_at, ends_at] = [new Date(from).toISOString(), new Date(to).toISOString()];
        return { id: `s${index}`, matchers: [one], starts_at, ends_at, reason: 'x', author: 'y' };
      }),
    ),
  );

const seenAt = (alerts: readonly ToldAlert[], atMs: number): ToldAlert[] =>
  alerts.filter(({ startedMs }) => startedMs <= atMs).map((alert) => asOf(alert, atMs));

/** By episode and receiver: the events it was told, in their order. */
function toldByEpisode(deliveries: readonly Delivery[]): Map<string, string[]> {
  const told = new Map<string, string[]>();
  for (const { receiver, notices } of deliveries) {
    for (const { event, alert } of notices) {
      const key = `${receiver} ${alert.id}#${alert.episode}`;
      told.set(key, [...(told.get(key) ?? []), event]);
    }
  }
  return told;
}

test('planning minute by minute tells the same as planning at any instants', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 120 * 60_000 }), { maxLength: 30 });
  fc.assert(
    fc.property(history, people, gaps, (alerts, who, pauses) => {
      const steady = new Planner(who);
      steady.every(MINUTE_MS, NOON_MS, minute(END_MINUTE), (atMs) => seenAt(alerts, atMs));
      const irregular = new Planner(who);
      let atMs = NOON_MS;
      for (const pause of pauses) {
        atMs = Math.min(atMs + pause, minute(END_MINUTE));
        irregular.at(atMs, seenAt(alerts, atMs));
      }
      irregular.at(minute(END_MINUTE), seenAt(alerts, minute(END_MINUTE)));
      expect(irregular.deliveries.map(describe)).toEqual(steady.deliveries.map(describe));
      expect(irregular.deliveries.map(({ key }) => key)).toEqual(
        steady.deliveries.map(({ key }) => key),
      );
    }),
    { numRuns: 150 },
  );
});

/** What people and flapping do in between, as a function of the episode and the minute. */
const unrest = fc.array(
  fc.record({
    atMinute: fc.integer({ min: 0, max: 240 }),
    change: fc.constantFrom(
      { isAcknowledged: true },
      { isAcknowledged: false },
      { flappingSinceMs: minute(0) },
      { flappingSinceMs: minute(90) },
      { flappingSinceMs: null },
      { snoozedUntilMs: minute(100) },
    ),
    of: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 12 },
);
type Unrest = typeof unrest extends fc.Arbitrary<infer T> ? T : never;

function disturb(alerts: readonly ToldAlert[], acts: Unrest, atMs: number): ToldAlert[] {
  const past = acts
    .filter(({ atMinute }) => minute(atMinute) <= atMs)
    .sort((a, b) => a.atMinute - b.atMinute);
  return seenAt(alerts, atMs).map((alert, index) => {
    let changed = alert;
    for (const { change, of } of past) if (of === index) changed = { ...changed, ...change };
    return atMs >= minute(250) ? { ...changed, flappingSinceMs: null } : changed;
  });
}

test('nobody hears of an end without a beginning, and everybody told of one hears one end', () => {
  fc.assert(
    fc.property(
      history,
      people,
      unrest,
      fc.integer({ min: 1, max: 13 }),
      (alerts, who, acts, step) => {
        const planner = new Planner(who);
        planner.every(step * MINUTE_MS, NOON_MS, minute(END_MINUTE), (atMs) =>
          disturb(alerts, acts, atMs),
        );
        planner.at(minute(END_MINUTE + 60), disturb(alerts, acts, minute(END_MINUTE + 60)));
        for (const [key, events] of toldByEpisode(planner.deliveries)) {
          expect(events.join(' '), key).toMatch(/^(fire|escalate)( repeat| acknowledge)* resolve$/);
        }
        const keys = planner.deliveries.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { episodes: open } of Object.values(planner.state.alerts))
          expect(open).toEqual({});
      },
    ),
    { numRuns: 300 },
  );
});

test('the same state and alerts give the same deliveries and the same state, in any order of alerts', () => {
  fc.assert(
    fc.property(
      history,
      people,
      unrest,
      fc.integer({ min: 1, max: 200 }),
      (alerts, who, acts, at) => {
        const planner = new Planner(who);
        planner.every(7 * MINUTE_MS, NOON_MS, minute(at), (atMs) => disturb(alerts, acts, atMs));
        const now = disturb(alerts, acts, minute(at + 30));
        const once = planNotices(planner.state, now, who, minute(at + 30));
        const frozen = JSON.stringify(planner.state);
        const twice = planNotices(planner.state, [...now].reverse(), who, minute(at + 30));
        expect(twice).toEqual(once);
        expect(JSON.stringify(planner.state)).toBe(frozen);
      },
    ),
    { numRuns: 100 },
  );
});
