import { expect, test } from 'vitest';
import { buildTelling } from '../../web/alerts/build-telling.ts';
import type { AlertTelling } from '../../web/api/alert-queries.ts';
import { minutesAgo, NOW_MS } from './support/sample-alerts.ts';

const telling = (change: Partial<AlertTelling>): AlertTelling => ({
  told: [],
  next: null,
  held: null,
  ...change,
});
const toldOf = (change: Partial<AlertTelling['told'][number]>): AlertTelling['told'][number] => ({
  receiver: 'ops-hook',
  event: 'fire',
  at: minutesAgo(10),
  outcome: 'sent',
  reason: null,
  ...change,
});

test('who was told stands there with what went wrong, the latest first', () => {
  const { told } = buildTelling(
    telling({
      told: [
        toldOf({}),
        toldOf({ receiver: 'lead', event: 'escalate', at: minutesAgo(4) }),
        toldOf({ at: minutesAgo(1), event: 'repeat', outcome: 'waiting', reason: 'answered 500' }),
        toldOf({ at: minutesAgo(0), outcome: 'gave_up', reason: 'no answer' }),
      ],
    }),
    false,
    NOW_MS,
  );
  expect(told.map(({ words, trouble }) => [words, trouble])).toEqual([
    ['ops-hook was not reached', 'Given up after a day of attempts: no answer'],
    ['ops-hook is being told again', 'Not taken so far: answered 500. It is tried again.'],
    ['Escalated to lead', ''],
    ['ops-hook was told', ''],
  ]);
});

test('who is next is named with when, and what would keep that from happening', () => {
  const nextOf = (event: 'fire' | 'escalate' | 'repeat', at: string) =>
    buildTelling(telling({ next: { receiver: 'lead', event, at } }), false, NOW_MS).next;
  expect(nextOf('escalate', minutesAgo(-10))).toMatch(
    /^lead at \d\d:\d\d, in 10 minutes, unless somebody acknowledges it\.$/,
  );
  expect(nextOf('repeat', minutesAgo(-120))).toMatch(/^lead again at \d\d:\d\d, in 2 hours\.$/);
  expect(nextOf('fire', minutesAgo(1))).toBe('lead within a minute.');
});

test.each([
  ['acknowledged', null, null, /^Nobody: somebody has it in hand\.$/],
  ['snoozed', minutesAgo(-60), null, /^Nobody until .+: it is snoozed\.$/],
  ['silenced', minutesAgo(-60), 'deploy', /^Nobody until .+: it is silenced \(deploy\)\.$/],
  ['flapping', null, null, /keeps changing/],
  ['muted', null, null, /route is quiet/],
] as const)('what holds it back is told: %s', (by, until, reason, words) => {
  const view = buildTelling(telling({ held: { by, until, reason } }), false, NOW_MS);
  expect(view.next).toMatch(words);
  expect(view.isUnheard).toBe(false);
});

test('an alert that leads to nobody says so, unless it is over', () => {
  expect(buildTelling(telling({}), false, NOW_MS)).toMatchObject({ next: null, isUnheard: true });
  expect(buildTelling(telling({}), true, NOW_MS)).toMatchObject({ next: null, isUnheard: false });
});
