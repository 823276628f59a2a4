import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeTraces, encodingOf } from '../../ingest/otlp/decode-request.ts';
import { aiSdk6 } from './ai-sdk-6-calls.ts';
import { aiSdkScenarios } from './ai-sdk-scenarios.ts';
import { useCollector, type Collected } from './collector.ts';
import { useEndToEnd } from './end-to-end.ts';
import { splitRequests } from './split-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';
import { WAYS_OF_SENDING } from './ways-of-sending.ts';

const collector = useCollector();
const endToEnd = useEndToEnd();
const SCENARIOS = aiSdkScenarios({ objectDetails: true });
const TRUTHS = SCENARIOS.map(({ run }) => run);

async function perform({ tracer }: TestTelemetry): Promise<void> {
  const sdk = aiSdk6(tracer);
  for (const scenario of SCENARIOS) await scenario.perform(sdk);
}

let recording: Collected[];
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'ai-sdk-6-0' });
  await perform(telemetry);
  await telemetry.flush();
  recording = collector.take();
});
afterAll(() => telemetry.shutdown());

test('split requests hold a span each, and all of them what was sent', () => {
  const groupsOf = ({ body, contentType }: Collected) =>
    decodeTraces(body, encodingOf(contentType));
  const spansOf = (requests: readonly Collected[]) =>
    requests
      .flatMap(groupsOf)
      .flatMap(({ emitter, records }) => records.map((record) => ({ emitter, record })));
  const pieces = splitRequests(recording);
  expect(pieces.length).toBeGreaterThan(recording.length);
  for (const piece of pieces) expect(spansOf([piece])).toHaveLength(1);
  expect(spansOf(pieces)).toEqual(spansOf(recording));
});

test.each(WAYS_OF_SENDING)('sent $way, its runs and their sums are the truth', async (way) => {
  await endToEnd.expectTruthSent(way, 'ai-sdk-6', recording, TRUTHS);
});

test('an application sends its runs with two lines of environment', async () => {
  const { url, adminKey } = endToEnd.server;
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `${url}/otlp`;
  process.env['OTEL_EXPORTER_OTLP_HEADERS'] = `Authorization=Bearer%20${adminKey}`;
  const direct = startTelemetry(null, { 'service.name': 'Direct App' });
  await perform(direct);
  await direct.shutdown();
  await endToEnd.expectTruth('direct-app', TRUTHS);
});

test('compressed requests say the same', async () => {
  const named = recording.map(({ body, ...rest }) => {
    const text = body.toString('latin1').replaceAll('ai-sdk-6-0', 'compressed');
    return { ...rest, body: gzipSync(Buffer.from(text, 'latin1')) };
  });
  expect(named.length).toBeGreaterThan(0);
  await endToEnd.send(named, { 'content-encoding': 'gzip' });
  await endToEnd.expectTruth('compressed', TRUTHS);
});
