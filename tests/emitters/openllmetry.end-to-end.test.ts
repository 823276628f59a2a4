import { createRequire } from 'node:module';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import * as traceloop from '@traceloop/node-server-sdk';
import { afterAll, beforeAll, test } from 'vitest';
import { useCollector, type Collected } from './collector.ts';
import { useEndToEnd } from './end-to-end.ts';
import { useFakeOpenAi } from './fake-openai.ts';
import { askOpenAi } from './openai-script.ts';
import { listPrice, truth } from './runs-of-requests.ts';
import { WAYS_OF_SENDING } from './ways-of-sending.ts';

const collector = useCollector();
const fake = useFakeOpenAi();
const endToEnd = useEndToEnd();
// Else it writes its own estimates where OpenAI's counts belong.
process.env['TRACELOOP_ENRICH_TOKENS'] = 'false';

const call = (model: string, input: number, out: number) =>
  truth({ model, tokens_in: input, tokens_out: out, costUsd: listPrice(model, input, 0, out) });

/** No details of tokens and none of the stream; nothing of the embedding, nor of what failed. */
const TRUTHS = [
  call('o4-mini', 1200, 180),
  truth({}),
  {
    ...call('o4-mini', 1500, 110),
    costUsd: listPrice('gpt-4.1', 700, 0, 20) + listPrice('o4-mini', 800, 0, 90),
    tool_calls: 1,
    tool_failures: 0,
  },
];

/** It takes one processor beside its own; this one records in both encodings. */
function recordBoth(url: string): SpanProcessor {
  const target = { url: `${url}/v1/traces` };
  const processors = [new ProtobufExporter(target), new JsonExporter(target)].map(
    (exporter) => new BatchSpanProcessor(exporter),
  );
  const all = async (work: (processor: SpanProcessor) => Promise<void>) => {
    await Promise.all(processors.map(work));
  };
  return {
    onStart: () => {},
    onEnd: (span) => processors.forEach((processor) => processor.onEnd(span)),
    forceFlush: () => all((processor) => processor.forceFlush()),
    shutdown: () => all((processor) => processor.shutdown()),
  };
}

let recorder: SpanProcessor;
let recording: Collected[];
beforeAll(async () => {
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  recorder = recordBoth(collector.url);
  traceloop.initialize({
    appName: 'openllmetry-0',
    apiKey: endToEnd.server.adminKey,
    baseUrl: `${endToEnd.server.url}/otlp`,
    processor: recorder,
    instrumentModules: { openAI: OpenAI },
    traceloopSyncEnabled: false,
    silenceInitializationMessage: true,
  });
  const client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
  await askOpenAi(client, fake, {
    request: (work) => traceloop.withWorkflow({ name: 'answer' }, work),
    tool: (name, work) => traceloop.withTool({ name }, work),
  });
  await traceloop.forceFlush();
  await recorder.forceFlush();
  recording = collector.take();
});
afterAll(() => recorder.shutdown());

test('its own exporter sends here, with a key of ours for its own', async () => {
  await endToEnd.expectTruth('openllmetry-0', TRUTHS);
});

test.each(WAYS_OF_SENDING)('sent $way, its runs and their sums are the truth', async (way) => {
  await endToEnd.expectTruthSent(way, 'openllmetry', recording, TRUTHS);
});
