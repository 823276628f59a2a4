import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Reads the stream until a text appears in it. */
async function readUntil(response: Response, text: string): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) throw new Error('the stream has a body');
  const decoder = new TextDecoder();
  let seen = '';
  while (!seen.includes(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended without ${text}: ${seen}`);
    seen += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return seen;
}

test('an open page is told of new telemetry once it can be asked for', async () => {
  const stream = await server.request('/api/stream');
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const told = readUntil(stream, '"just-arrived"');
  await server.request('/v1/events', {
    body: { kind: 'probe', workload: 'just-arrived', ok: true },
  });
  expect(await told).toContain('event: telemetry');
  const { items } = (await (await server.request('/api/portfolio')).json()) as {
    items: { workload: string }[];
  };
  expect(items.map(({ workload }) => workload)).toEqual(['just-arrived']);
});

test('a stopping server ends open streams instead of waiting for them', async () => {
  const other = await startTestServer();
  const stream = await other.request('/api/stream');
  const ended = stream.text().catch(() => 'cut');
  await other.stop();
  expect(await ended).toMatch(/cut|ping/);
});
