import { afterAll, beforeAll, expect, test } from 'vitest';
import { aiSdk6 } from './ai-sdk-6-calls.ts';
import { aiSdkScenarios, type Scenario } from './ai-sdk-scenarios.ts';
import { useCollector } from './collector.ts';
import { mapBothEncodings } from './runs-of-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';

const collector = useCollector();
let telemetry: TestTelemetry;
beforeAll(() => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'unknown_service:node' });
});
afterAll(() => telemetry.shutdown());

async function observe({ perform }: Scenario) {
  await perform(aiSdk6(telemetry.tracer));
  await telemetry.flush();
  return mapBothEncodings(collector.take());
}

const SCENARIOS = aiSdkScenarios({ objectDetails: true });
const withTools = SCENARIOS.find(({ run }) => run.tool_calls === 2)!;
const failing = SCENARIOS.find(({ run }) => !run.ok)!;
const repeated = SCENARIOS.find(({ name }) => name.endsWith('repeated'))!;

test.each(SCENARIOS)('$name is one run with its own totals', async (scenario) => {
  const { runs } = await observe(scenario);
  expect(runs).toMatchObject([scenario.run]);
});

test('a run names its workload, provider, conversation and user', async () => {
  const { runs, spans } = await observe(withTools);
  expect(runs).toMatchObject([{ provider: 'openai', conversation: 's-1' }]);
  expect(new Set(spans.map(({ user }) => user))).toEqual(new Set(['u-1']));
  expect(new Set(spans.map(({ workload }) => workload))).toEqual(new Set(['unknown-service-node']));
});

test('every tool that was called is a tool call, the failing one with its error', async () => {
  const { events } = await observe(withTools);
  const seen = events.map(({ tool, ok, error }) => ({ tool, ok, error }));
  expect(seen.toSorted((a, b) => Number(b.ok) - Number(a.ok))).toEqual([
    { tool: 'look_up', ok: true, error: null },
    { tool: 'book', ok: false, error: 'fully booked' },
  ]);
});

test('a failed run says why; a repeated call shows its first attempt as a failed span', async () => {
  expect((await observe(failing)).runs[0]?.error).toContain('overloaded');
  const { spans } = await observe(repeated);
  expect(spans.filter(({ ok }) => ok === false)).toHaveLength(1);
});
