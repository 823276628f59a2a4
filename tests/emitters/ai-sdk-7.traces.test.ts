import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aiSdk7 } from './ai-sdk-7-calls.ts';
import { aiSdkScenarios, type Scenario } from './ai-sdk-scenarios.ts';
import { useCollector } from './collector.ts';
import { mapBothEncodings } from './runs-of-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';

const collector = useCollector();
let telemetry: TestTelemetry;
beforeAll(() => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'support-copilot' });
});
afterAll(() => telemetry.shutdown());

describe.each([
  {
    name: 'OpenTelemetry',
    integration: new OpenTelemetry(),
    scenarios: aiSdkScenarios({ reasoning: true }),
    people: { conversation: '', users: [''] },
  },
  {
    name: 'OpenTelemetry with all of it',
    integration: new OpenTelemetry({ usage: true, runtimeContext: true }),
    scenarios: aiSdkScenarios(),
    people: { conversation: 's-1', users: ['u-1', ''] },
  },
  {
    name: 'LegacyOpenTelemetry',
    integration: new LegacyOpenTelemetry(),
    scenarios: aiSdkScenarios(),
    people: { conversation: 's-1', users: ['u-1'] },
  },
])('by $name', ({ integration, scenarios, people }) => {
  async function observe({ perform }: Scenario) {
    await perform(aiSdk7(integration));
    await telemetry.flush();
    return mapBothEncodings(collector.take());
  }
  const withTools = scenarios.find(({ run }) => run.tool_calls === 2)!;

  test.each(scenarios)('$name is one run with its own totals', async (scenario) => {
    const { runs } = await observe(scenario);
    expect(runs).toMatchObject([scenario.run]);
    if (!scenario.run.ok) expect(runs[0]?.error).toContain('overloaded');
  });

  test('a run names its provider, and whom it served where that is stated', async () => {
    const { runs, spans } = await observe(withTools);
    expect(runs).toMatchObject([{ provider: 'openai', conversation: people.conversation }]);
    expect(new Set(spans.map(({ user }) => user))).toEqual(new Set(people.users));
  });

  test('every tool that was called is a tool call, the failing one with its error', async () => {
    const { events } = await observe(withTools);
    const seen = events.map(({ tool, ok, error }) => ({ tool, ok, error }));
    expect(seen.toSorted((a, b) => Number(b.ok) - Number(a.ok))).toEqual([
      { tool: 'look_up', ok: true, error: null },
      { tool: 'book', ok: false, error: 'fully booked' },
    ]);
  });
});
