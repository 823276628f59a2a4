import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Collected } from './collector.ts';
import { listPrice, mapBothEncodings, truth, type RunTruth } from './runs-of-requests.ts';

// Version 7 emits through `@ai-sdk/otel`; these are the bodies that its exporters sent.
const bodies = z.object({ protobuf: z.array(z.string()), json: z.array(z.string()) });
const recording = z
  .object({
    recorded_at: z.iso.datetime(),
    OpenTelemetry: z.record(z.string(), bodies),
    LegacyOpenTelemetry: z.record(z.string(), bodies),
  })
  .parse(
    JSON.parse(await readFile(join(import.meta.dirname, 'recorded', 'ai-sdk-7.json'), 'utf8')),
  );

const request = (contentType: string, body: Buffer): Collected => ({
  path: '/v1/traces',
  contentType,
  contentEncoding: '',
  body,
});

function requestsOf(integration: Integration, scenario: string): Collected[] {
  const { protobuf, json } = bodies.parse(recording[integration][scenario]);
  return [
    ...protobuf.map((body) => request('application/x-protobuf', Buffer.from(body, 'base64'))),
    ...json.map((body) => request('application/json', Buffer.from(body))),
  ];
}

type Integration = 'OpenTelemetry' | 'LegacyOpenTelemetry';

/** What the recorded script's models answered; only the older integration states reasoning. */
function truths(integration: Integration): Readonly<Record<string, RunTruth>> {
  const isLegacy = integration === 'LegacyOpenTelemetry';
  const call = (input: number, cached: number, out: number, reasoning: number) =>
    truth({
      tokens_in: input,
      tokens_cached: cached,
      tokens_out: out,
      tokens_reasoning: isLegacy ? reasoning : null,
      costUsd: listPrice('gpt-4.1', input, cached, out),
    });
  const embedding = (tokens: number) => {
    const model = 'text-embedding-3-small';
    return truth({ model, tokens_in: tokens, costUsd: listPrice(model, tokens, 0, 0) });
  };
  return {
    'text with tools': { ...call(2500, 1624, 230, 120), tool_calls: 2, tool_failures: 1 },
    'counted stream': call(400, 0, 50, 0),
    'uncounted stream': truth({}),
    object: call(300, 0, 25, 0),
    'one embedding': embedding(10),
    'three embeddings': embedding(30),
    'failing call': truth({ ok: false }),
    'repeated call': call(70, 0, 7, 0),
  };
}

const cases = (['OpenTelemetry', 'LegacyOpenTelemetry'] as const).flatMap((integration) =>
  Object.entries(truths(integration)).map(([scenario, run]) => ({ integration, scenario, run })),
);

test.each(cases)(
  '$integration: $scenario is one run with its own totals',
  async ({ integration, scenario, run }) => {
    const requests = requestsOf(integration, scenario);
    const { runs } = await mapBothEncodings(requests, Date.parse(recording.recorded_at));
    expect(runs).toMatchObject([run]);
  },
);

test('every tool that was called is a tool call, the failing one with its error', async () => {
  for (const integration of ['OpenTelemetry', 'LegacyOpenTelemetry'] as const) {
    const requests = requestsOf(integration, 'text with tools');
    const { events } = await mapBothEncodings(requests, Date.parse(recording.recorded_at));
    const seen = events.map(({ tool, ok, error }) => ({ tool, ok, error }));
    expect(seen.toSorted((a, b) => Number(b.ok) - Number(a.ok))).toEqual([
      { tool: 'look_up', ok: true, error: null },
      { tool: 'book', ok: false, error: 'fully booked' },
    ]);
  }
});
