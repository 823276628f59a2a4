import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Tail {
  readonly items: readonly Record<string, unknown>[];
}

async function makeKey(body: object): Promise<{ authorization: string }> {
  const answer = await server.request('/api/keys', { body });
  const { key } = (await answer.json()) as { key: string };
  return { authorization: `Bearer ${key}` };
}

const readTail = async (headers: Record<string, string> = {}, query = ''): Promise<Tail> =>
  (await (await server.request(`/api/ingest/tail${query}`, { headers })).json()) as Tail;

describe('the live tail', () => {
  it('shows what was accepted and what was refused, newest first, by the time it is acknowledged', async () => {
    await server.request('/v1/events', {
      body: [
        { kind: 'run', workload: 'tail-a', id: 'r-1', ok: true, latency_ms: 12, user: 'n4med' },
        { kind: 'probe', workload: 'tail-b', ok: 'yes' },
      ],
    });
    const { items } = await readTail();
    expect(items.slice(0, 2)).toMatchObject([
      {
        workload: 'tail-b',
        kind: 'probe',
        ts: null,
        summary: '',
        rejected: { path: 'ok', message: expect.stringContaining('"yes"') },
      },
      {
        workload: 'tail-a',
        kind: 'run',
        id: 'r-1',
        summary: 'ok · 12 ms',
        key_id: 'key:environment',
        rejected: null,
      },
    ]);
    expect(JSON.stringify(items)).not.toContain('n4med');
  });

  it('leaves out what was counted before', async () => {
    const event = { kind: 'probe', workload: 'tail-c', id: 'once', ok: true };
    await server.request('/v1/events', { body: event });
    await server.request('/v1/events', { body: event });
    const { items } = await readTail();
    expect(items.filter(({ workload }) => workload === 'tail-c')).toHaveLength(1);
  });

  it('shows a bound key its own workloads, and needs the scope read', async () => {
    const bound = await makeKey({ name: 'b', scopes: ['read'], workloads: ['tail-a'] });
    const { items } = await readTail(bound);
    expect(new Set(items.map(({ workload }) => workload))).toEqual(new Set(['tail-a']));
    const sender = await makeKey({ name: 's', scopes: ['ingest'] });
    expect((await server.request('/api/ingest/tail', { headers: sender })).status).toBe(403);
  });

  it('refuses a limit it cannot keep', async () => {
    expect((await readTail({}, '?limit=1')).items).toHaveLength(1);
    expect((await server.request('/api/ingest/tail?limit=201')).status).toBe(400);
  });

  it('has open pages told, with nothing but a number', async () => {
    const stream = await server.request('/api/stream');
    const reader = stream.body!.getReader();
    await server.request('/v1/events', { body: { kind: 'probe', workload: 'tail-d', ok: true } });
    const decoder = new TextDecoder();
    let seen = '';
    let told: string | undefined;
    while (told === undefined) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended: ${seen}`);
      seen += decoder.decode(value, { stream: true });
      told = /event: tail\ndata: (.+)\n/.exec(seen)?.[1];
    }
    await reader.cancel();
    expect(JSON.parse(told)).toEqual({ seq: expect.any(Number) });
  });
});

describe('the state of ingest', () => {
  it('says how fast it goes and how much may wait', async () => {
    const status = (await (await server.request('/api/ingest/status')).json()) as object;
    expect(status).toMatchObject({
      accepted: expect.any(Number),
      rejected: 1,
      quarantined: 1,
      spool_limit_bytes: 4096 * 1_048_576,
      last_error: null,
    });
    expect(status).toHaveProperty('rate_per_second');
    expect((status as { recent_rates: unknown[] }).recent_rates).toHaveLength(60);
  });
});
