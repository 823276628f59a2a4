import { describe, expect, test } from 'vitest';
import { parseReceiver, RECEIVER_TYPES, showReceiver } from '../../alerts/people/receiver.ts';
import { ApiError } from '../../web/api/api-error.ts';
import type { ReceiverItem } from '../../web/api/receiver-queries.ts';
import { buildReceiverRow } from '../../web/receivers/build-receiver-row.ts';
import {
  NEW_RECEIVER,
  readReceiverForm,
  RECEIVER_FIELDS,
  TYPE_CHOICES,
  withType,
  writeReceiverForm,
} from '../../web/receivers/receiver-form.ts';
import { readReceiversSearch } from '../../web/receivers/receivers-search.ts';
import { tellReceiverRefusal } from '../../web/receivers/tell-receiver-refusal.ts';
import { minutesAgo, NOW_MS } from './support/sample-alerts.ts';

const STATUS: ReceiverItem['status'] = {
  receiver: 'ops',
  last_success: minutesAgo(5),
  last_failure: null,
  last_failure_reason: null,
  failures_in_row: 0,
  dead: false,
  dead_since: null,
  waiting: 0,
  gave_up: 0,
};
const TEXTS = {
  webhook: { url: 'https://hooks.example/a', secret: 'sixteen characters' },
  slack: { url: 'https://hooks.slack.com/services/T/B/x' },
  pagerduty: { routing_key: 'R012345678901234' },
  email: {
    to: 'ops@example.com, lead@example.com',
    from: 'bell@example.com',
    url: 'smtps://u:p@mail.example:465',
  },
  alertmanager: { url: 'https://alerts.example' },
} as const;

describe.each(TYPE_CHOICES)('a receiver by %s', (type) => {
  const form = { id: 'ops', type, perMinute: '', texts: TEXTS[type] };
  const read = readReceiverForm(form, true);
  const document = read.kind === 'document' ? read.document : {};

  test('is one that the server takes, and can be written back without its secrets', () => {
    const kept = parseReceiver('ops', document, null);
    const shown = { ...showReceiver(kept), status: STATUS } as unknown as ReceiverItem;
    const again = readReceiverForm(writeReceiverForm(shown), false);
    if (again.kind === 'faults') throw new Error(JSON.stringify(again.faults));
    expect(parseReceiver('ops', again.document, kept)).toEqual(kept);
  });

  test('never shows a secret in its fields', () => {
    const kept = parseReceiver('ops', document, null);
    const shown = { ...showReceiver(kept), status: STATUS } as unknown as ReceiverItem;
    const { texts } = writeReceiverForm(shown);
    for (const { name, isSecret } of RECEIVER_FIELDS[type]) {
      if (isSecret) expect(texts[name]).toBe('');
    }
  });

  test('says beside each field that a new one needs it', () => {
    const empty = readReceiverForm({ ...NEW_RECEIVER, type }, true);
    const needed = RECEIVER_FIELDS[type].filter(({ isOptional }) => !isOptional);
    expect(empty).toMatchObject({ kind: 'faults' });
    const faults = empty.kind === 'faults' ? Object.keys(empty.faults) : [];
    expect(faults.toSorted()).toEqual(['id', ...needed.map(({ name }) => name)].toSorted());
  });
});

test('every way to tell that the server knows is offered', () => {
  expect(TYPE_CHOICES).toEqual(RECEIVER_TYPES);
});

test.each([
  ['works', {}, ''],
  ['untried', { last_success: null }, ''],
  ['failing', { failures_in_row: 2, last_failure_reason: 'answered 500' }, 'answered 500'],
  [
    'dead',
    { dead: true, dead_since: minutesAgo(60), failures_in_row: 9, waiting: 4, gave_up: 2 },
    'Failing since 60 minutes ago. 4 waiting; tried again for a day. 2 given up in the last week.',
  ],
] as const)('how it does is told: %s', (state, change, trouble) => {
  const item = {
    id: 'ops',
    type: 'webhook',
    max_per_minute: 60,
    url: 'https://hooks.example/a',
    status: { ...STATUS, ...change },
    test: null,
  } as const;
  const row = buildReceiverRow(item, NOW_MS);
  expect(row.state).toBe(state);
  expect(row.trouble).toContain(trouble);
});

test('another type starts with its own fields and its own limit', () => {
  const webhook = {
    ...NEW_RECEIVER,
    id: 'ops',
    perMinute: '600',
    texts: { url: 'https://a.example' },
  };
  expect(withType(webhook, 'slack')).toEqual({
    id: 'ops',
    type: 'slack',
    perMinute: '',
    texts: {},
  });
});

test('a test alert that arrived asks to be seen, until somebody did', () => {
  const delivered_at = minutesAgo(5);
  const told = (acknowledged_at: string | null) => {
    const test = { delivered_at, acknowledged_at, acknowledged_by: null };
    const item = { id: 'ops', type: 'webhook', max_per_minute: 60, status: STATUS, test } as const;
    return buildReceiverRow(item, NOW_MS).test;
  };
  expect(told(null)).toMatchObject({ isSeen: false });
  expect(told(null)?.words).toContain('5 minutes ago. Did somebody see it?');
  expect(told(minutesAgo(1))).toMatchObject({ isSeen: true });
});

test('a refusal to delete names the places that still need it', () => {
  const errors = [
    { path: 'routes.0.receiver', message: 'names it' },
    { path: 'routes.2.escalate.1.receiver', message: 'names it' },
  ];
  expect(tellReceiverRefusal(new ApiError(409, 'Conflict', 'still named', errors))).toBe(
    'It stays: route 1, the escalation of route 3 still name it. Change the routes first.',
  );
});

test('the address holds which receiver is changed, and nothing that is none', () => {
  expect(readReceiversSearch({ receiver: 'ops-hook' })).toEqual({ receiver: 'ops-hook' });
  expect(readReceiversSearch({ receiver: '<b>', write: 'old' })).toEqual({});
});
