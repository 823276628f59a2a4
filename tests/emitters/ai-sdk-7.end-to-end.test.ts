import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel';
import type { Tracer } from '@opentelemetry/api';
import { beforeAll, describe, test } from 'vitest';
import { aiSdk7 } from './ai-sdk-7-calls.ts';
import { aiSdkScenarios } from './ai-sdk-scenarios.ts';
import { useCollector, type Collected } from './collector.ts';
import { useEndToEnd } from './end-to-end.ts';
import { startTelemetry } from './telemetry-sdk.ts';
import { WAYS_OF_SENDING } from './ways-of-sending.ts';

const collector = useCollector();
const endToEnd = useEndToEnd();

describe.each([
  {
    name: 'open-telemetry',
    integrate: (tracer: Tracer) => new OpenTelemetry({ tracer }),
    scenarios: aiSdkScenarios({ reasoning: true }),
  },
  {
    name: 'legacy-open-telemetry',
    integrate: (tracer: Tracer) => new LegacyOpenTelemetry({ tracer }),
    scenarios: aiSdkScenarios(),
  },
])('by $name', ({ name, integrate, scenarios }) => {
  let recording: Collected[];
  beforeAll(async () => {
    const telemetry = startTelemetry(collector.url, { 'service.name': `${name}-0` });
    const sdk = aiSdk7(integrate(telemetry.tracer));
    for (const scenario of scenarios) await scenario.perform(sdk);
    await telemetry.shutdown();
    recording = collector.take();
  });

  test.each(WAYS_OF_SENDING)('sent $way, its runs and their sums are the truth', async (way) => {
    const truths = scenarios.map(({ run }) => run);
    await endToEnd.expectTruthSent(way, name, recording, truths);
  });
});
