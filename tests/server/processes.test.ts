import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import { ALERT_LOG_TABLE } from '../../store/tables/alert-log.ts';
import { readNumber, useOwnInstallation } from '../support/own-installation.ts';
import type { OwnProcess } from '../support/own-process.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const installation = useOwnInstallation();
/** A second or two where nothing else runs on the machine. */
const SOON_MS = 15_000;
const WORKLOADS = ['support', 'claims', 'notes', 'search', 'mail', 'voice'];
const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'];
const TITLE = 'All of it is broken';
const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

/** A key that may send telemetry. */
async function makeKey(): Promise<{ id: string; key: string }> {
  const { control, ask } = installation();
  const { body } = await ask(control, '/api/keys', { body: { name: 'k', scopes: ['ingest'] } });
  return body as { id: string; key: string };
}

const run = (workload: string, id: string, more: object = {}): object => ({
  kind: 'run',
  workload,
  id,
  ok: true,
  ...more,
});

/** What people were told because of the rule of these tests: there are others, and repeats have one key. */
const ofRule = (): Set<string> => {
  const ours = installation().told.filter(({ body }) => body.includes(TITLE));
  return new Set(ours.map(({ key }) => key));
};

/** Sends until it is acknowledged, as a sender does that loses nothing. */
async function insist(
  to: readonly OwnProcess[],
  first: number,
  body: object,
  path = '/v1/events',
): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const answer = await installation()
      .ask(at(to, first + tries), path, { body })
      .catch(() => null);
    if (answer?.status === 202 || answer?.status === 200) return;
    if (tries > 400) throw new Error(`not taken: ${JSON.stringify(answer)}`);
    await wait(50);
  }
}

test('a key works in every process soon after it is made, and in none soon after it is revoked', async () => {
  const { control, ingests, ask } = installation();
  const { id, key } = await makeKey();
  const statuses = (): Promise<number[]> =>
    Promise.all(
      ingests.map(async (one, i) => {
        const body = run('keys', `keys-${i}`);
        return (await ask(one, '/v1/events', { body, key })).status;
      }),
    );
  await vi.waitFor(async () => expect(await statuses()).toEqual([202, 202, 202]), SOON_MS);
  await ask(control, `/api/keys/${id}`, { method: 'DELETE' });
  await vi.waitFor(async () => expect(await statuses()).toEqual([401, 401, 401]), SOON_MS);
});

test('what one process has taken is a repeat in any other, and is on the record of the control process', async () => {
  const { control, ingests, ask } = installation();
  const events = WORKLOADS.map((workload) => run(workload, 'once'));
  for (const [i, one] of [...ingests, control].entries()) {
    expect(await ask(one, '/v1/events', { body: [...events, { kind: 'none' }] })).toMatchObject({
      status: 202,
      body: {
        ...(i === 0 ? { accepted: 6, duplicates: 0 } : { accepted: 0, duplicates: 6 }),
        rejected: [{ index: 6, path: 'kind' }],
      },
    });
  }
  await vi.waitFor(async () => {
    const { body } = await ask(control, '/api/workloads');
    const ids = (body as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(WORKLOADS));
  }, SOON_MS);
});

/** A span as a request of its own; ids are two digits, an empty parent makes it the root. */
function spanBody(
  workload: string,
  traceId: string,
  [spanId, parentSpanId, tokens]: readonly [string, string, number],
): object {
  const nano = (ms: number): string => `${ms}000000`;
  const startMs = Date.now() - 5000;
  const span = {
    traceId,
    spanId: `00f067aa0ba902${spanId}`,
    parentSpanId: parentSpanId === '' ? '' : `00f067aa0ba902${parentSpanId}`,
    name: 'chat',
    startTimeUnixNano: nano(startMs),
    endTimeUnixNano: nano(startMs + 900),
    attributes: [
      {
        key: 'gen_ai.operation.name',
        value: { stringValue: parentSpanId ? 'chat' : 'invoke_agent' },
      },
      ...(tokens > 0 ? [{ key: 'gen_ai.usage.input_tokens', value: { intValue: tokens } }] : []),
    ],
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: workload } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
}

test('spans of one trace that reach different processes make one run', async () => {
  const { control, ingests, ask, database } = installation();
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const spans = [
    ['01', '', 0],
    ['02', '01', 10],
    ['03', '01', 20],
  ] as const;
  for (const [i, one] of spans.entries()) {
    const body = spanBody('traced', traceId, one);
    expect(await ask(at(ingests, i), '/otlp/v1/traces', { body })).toMatchObject({ status: 200 });
  }
  await ask(control, '/api/ingest/flush', { method: 'POST' });
  const ofTrace = `FROM runs WHERE workload = 'traced'`;
  expect(await readNumber(database, `SELECT toInt64(sum(sign)) AS n ${ofTrace}`)).toBe(1);
  const tokens = `SELECT toInt64(sum(sign * tokens_in)) AS n ${ofTrace}`;
  expect(await readNumber(database, tokens)).toBe(30);
});

test('under load, with each process killed and started again, every event counts once and people are told once', async () => {
  const { control, ingests, ask, database, webhookUrl } = installation();
  const put = async (path: string, body: object): Promise<void> =>
    expect(await ask(control, path, { method: 'PUT', body })).toMatchObject({ status: 200 });
  await put('/api/receivers/hook', {
    type: 'webhook',
    url: webhookUrl,
    secret: 'of-the-hook-of-this-test',
  });
  const route = { group_wait: '0s', group_interval: '1s', receiver: 'hook' };
  await put('/api/routes', { routes: [route] });
  const when = { signal: 'error_rate', op: '>', threshold: 0.9, window: '10m' };
  await put('/api/rules/broken', { title: TITLE, select: { workloads: ['broken'] }, when });

  const startMs = floorTo(Date.now(), MINUTE_MS) - 4 * MINUTE_MS;
  let sent = 0;
  let isOver = false;
  const sender = async (name: number): Promise<void> => {
    for (let batch = 0; !isOver; batch += 1) {
      const events = Array.from({ length: 30 }, (_, i) =>
        run(at([...WORKLOADS, 'broken'], i + batch), `${name}-${batch}-${i}`, {
          ts: startMs + ((batch * 30 + i) % 120_000),
          ok: false,
        }),
      );
      await insist(ingests, name + batch, events);
      sent += events.length;
      // A sender that missed the answer sends again, to whomever it reaches.
      if (batch % 5 === 0) await insist(ingests, name + batch + 1, events);
      await wait(25);
    }
  };
  let traces = 0;
  const tracer = async (): Promise<void> => {
    for (; !isOver; traces += 1) {
      const body = spanBody('traced-on', randomBytes(16).toString('hex'), ['01', '', 0]);
      await insist(ingests, traces, body, '/otlp/v1/traces');
      await wait(50);
    }
  };
  const senders = [...[0, 1, 2, 3].map((name) => sender(name)), tracer()];
  for (const one of ingests) {
    await wait(500);
    await one.kill();
    await wait(200);
    await one.start();
  }
  // And the control process, as if it had been away for the minutes in question.
  await control.kill();
  const cursor = { kind: 'cursor', id: 'evaluated', document: String(startMs) };
  const atEnd = { sequence: 1_000_000, at: Date.now() };
  await database.insertRows('test', ALERT_LOG_TABLE, [{ ...cursor, ...atEnd }]);
  await control.start();
  isOver = true;
  await Promise.all(senders);
  expect(await ask(control, '/api/ingest/flush', { method: 'POST' })).toMatchObject({
    status: 200,
  });

  const mine = `match(id, '^[0-9]+-')`;
  expect(await readNumber(database, `SELECT uniqExact(id) AS n FROM runs WHERE ${mine}`)).toBe(
    sent,
  );
  // Whoever starts anew leaves the traces of others to their owner.
  const traced = `SELECT toInt64(sum(sign)) AS n FROM runs WHERE workload = 'traced-on'`;
  expect(await readNumber(database, traced)).toBe(traces);
  const all = await readNumber(database, 'SELECT toInt64(sum(sign)) AS n FROM runs');
  expect(await readNumber(database, `SELECT toInt64(sum(sign)) AS n FROM runs WHERE ${mine}`)).toBe(
    sent,
  );
  for (const table of ROLLUPS) {
    expect(await readNumber(database, `SELECT toInt64(sum(runs)) AS n FROM ${table}`)).toBe(all);
  }

  await vi.waitFor(() => expect(ofRule().size).toBe(1), 30_000);
  await control.kill();
  await control.start();
  await wait(3000);
  expect(ofRule().size).toBe(1);
});

test('a second control process is refused while one lives, and takes over when it is silent: that one ends', async () => {
  const { control, secondControl, ask } = installation();
  const second = await secondControl();
  await expect(second.start()).rejects.toThrow(/^bellwether: process \w+ in the role control has/);
  control.signal('SIGSTOP');
  await vi.waitFor(() => second.start(), { timeout: 30_000, interval: 1000 });
  const written = await ask(second, '/api/keys', { body: { name: 'n', scopes: ['read'] } });
  expect(written.status).toBe(201);
  control.signal('SIGCONT');
  await control.ended();
  expect(control.output()).toContain('another control process has taken over');
  const { body } = await ask(second, '/api/record/verify');
  expect(body).toMatchObject({ problem: null });
  expect(ofRule().size).toBe(1);
});
