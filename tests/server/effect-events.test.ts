import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { AlertLog, AlertLogEntry } from '../../alerts/alert-log.ts';
import type { Delivery } from '../../alerts/people/notice.ts';
import { EVENT_TYPES, type ShownWebhook } from '../../alerts/webhooks/webhook.ts';
import { openEffectEvents, type TellableVerdict } from '../../server/effect-events.ts';

const AT_MS = Date.parse('2026-11-20T12:00:00Z');
let stored: Map<string, unknown>;
let sent: Delivery[];
let failsAppend = false;
let webhooks: ShownWebhook[];

const log: AlertLog = {
  append: async (entries) => {
    if (failsAppend) throw new Error('away');
    for (const { kind, id, document } of entries) stored.set(`${kind} ${id}`, document);
  },
  load: async (kind) =>
    new Map(
      [...stored].flatMap(([place, document]) =>
        place.startsWith(`${kind} `) ? [[place.slice(kind.length + 1), document] as const] : [],
      ),
    ),
};
/** Takes what is new, as the outbox does, but remembers only as long as the process lives. */
function openEvents(sequence = 0) {
  const known = new Set<string>();
  const isNew = ({ key }: Delivery) => !known.has(key);
  return openEffectEvents({
    log,
    outbox: {
      entriesFor: (deliveries) =>
        deliveries
          .filter(isNew)
          .map(({ key }): AlertLogEntry => ({ kind: 'delivery', id: key, document: {} })),
      take: (deliveries) => {
        for (const one of deliveries.filter(isNew)) {
          known.add(one.key);
          sent.push(one);
        }
      },
    },
    webhooks: { list: () => webhooks.map((document) => ({ document, version: 1 })) },
    source: () => 'https://bellwether.example',
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    now: () => AT_MS,
    sequence,
  });
}
const verdict = (change: Partial<TellableVerdict> = {}): TellableVerdict => ({
  workload: 'shop',
  verdict: 'hold',
  proposed: 'hold',
  sentence: 'Hold.',
  since: '2026-11-20T12:00:00.000Z',
  overdue: false,
  decision_due: null,
  ...change,
});
const bodies = () =>
  sent.map(
    ({ event }) => JSON.parse(event?.body ?? '') as { id: string; type: string; data: object },
  );

beforeEach(() => {
  stored = new Map();
  sent = [];
  failsAppend = false;
  const all = { url: 'https://hook.example/x', types: [...EVENT_TYPES], workloads: null };
  webhooks = [{ id: 'all', ...all }];
});

it('a verdict that changed while nobody ran is told at the next start, and told once', async () => {
  await (await openEvents()).emitVerdicts([verdict()], AT_MS);
  expect(sent).toEqual([]);
  const again = await openEvents();
  const scaled = verdict({ verdict: 'scale' });
  await again.emitVerdicts([scaled], AT_MS);
  await again.emitVerdicts([scaled], AT_MS);
  await (await openEvents()).emitVerdicts([scaled], AT_MS);
  expect(bodies()).toMatchObject([
    {
      type: 'org.bellwether.verdict.changed',
      data: { workload: 'shop', verdict: 'scale', previous: 'hold' },
    },
  ]);
});

it('an overdue decision is told once for its date, and again for the next one', async () => {
  const events = await openEvents();
  for (const due of ['2026-11-01', '2026-11-01', '2026-11-10']) {
    await events.emitVerdicts([verdict({ overdue: true, decision_due: due })], AT_MS);
  }
  expect(bodies().map(({ data }) => data)).toMatchObject([
    { decision_due: '2026-11-01' },
    { decision_due: '2026-11-10' },
  ]);
});

it('what cannot be made durable is not sent, and is told when it is tried again', async () => {
  const events = await openEvents();
  const one = {
    type: 'org.bellwether.decision.signed',
    workload: 'shop',
    key: 'd-1',
    atMs: AT_MS,
    data: { decision: 'd-1' },
  } as const;
  failsAppend = true;
  const tell = () => events.emitUpTo(1, () => [one]);
  await expect(tell()).rejects.toThrow('away');
  expect(sent).toEqual([]);
  failsAppend = false;
  await tell();
  await tell();
  expect(sent).toHaveLength(1);
});

it('a webhook is told the types and workloads that it names, and every one the same event', async () => {
  const [base] = webhooks;
  webhooks = [
    { ...base!, id: 'a' },
    { ...base!, id: 'b', workloads: ['other'] },
    { ...base!, id: 'c', types: ['org.bellwether.mode.changed'] },
    { ...base!, id: 'd' },
  ];
  const events = await openEvents();
  const type = 'org.bellwether.workload.paused';
  const one = { type, workload: 'shop', key: 'k', atMs: AT_MS, data: {} } as const;
  await events.emitUpTo(1, () => [one]);
  expect(sent.map(({ receiver }) => receiver)).toEqual(['webhook:a', 'webhook:d']);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
  expect(new Set(bodies().map(({ id }) => id)).size).toBe(1);
});

it('what the ledger holds is told from where telling left off, and what came before the first start never', async () => {
  const asked: number[] = [];
  const since = (sequence: number) => {
    asked.push(sequence);
    const type = 'org.bellwether.mode.changed';
    return [{ type, workload: 'shop', key: `after ${sequence}`, atMs: AT_MS, data: {} } as const];
  };
  const first = await openEvents(40);
  await first.emitUpTo(40, since);
  await first.emitUpTo(42, since);
  await (await openEvents(42)).emitUpTo(42, since);
  await (await openEvents(45)).emitUpTo(45, since);
  expect(asked).toEqual([40, 42]);
});
