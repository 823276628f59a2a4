import { beforeAll, describe, expect, test } from 'vitest';
import { STARTER_RULES } from '../../alerts/registry/starter-rules.ts';
import { memoryLog, ruleOf, useWorlds, type Sent } from './engine-world.ts';

const { sendMinutes, startWorld } = useWorlds();
const DAY = 24 * 60;
const MINUTES = 135;
/** All but the one that asks for a history: that is evaluated four times a day. */
const RULES = STARTER_RULES.filter(({ id }) => id !== 'budget-overrun').map(({ id, ...rule }) =>
  ruleOf(id, rule),
);
const runs = (count: number, of: (i: number) => Sent): Sent[] =>
  Array.from({ length: count }, (_, i) => of(i));

/** Every alert of a workload over more than two hours, as `minute rule severity`. */
async function alertsOf(workload: string): Promise<string[]> {
  const log = memoryLog();
  const world = await startWorld([workload], RULES, () => log);
  const told: string[] = [];
  for (let minute = 5; minute <= MINUTES; minute += 5) {
    await world.until(minute);
    for (const { rule, number, severity, summary } of world.engine.open()) {
      const one = `${rule} ${number} ${severity}: ${summary}`;
      if (!told.includes(one)) told.push(one);
    }
  }
  return told;
}

beforeAll(async () => {
  const good = { ok: 1, latency_ms: 400, tool_calls: 2, tool_failures: 0, hallucination: 0 };
  await sendMinutes('healthy', [-DAY - 60, MINUTES], () => runs(4, () => good));
  await sendMinutes('rare', [-DAY, MINUTES], (minute) =>
    minute % 60 === 0
      ? [{ ...good, ok: minute === 60 ? 0 : 1, latency_ms: minute === 60 ? 9000 : 400 }]
      : [],
  );
  await sendMinutes('broken', [0, MINUTES], () =>
    runs(10, (i) => ({ ...good, ok: i < 4 ? 0 : 1 })),
  );
  await sendMinutes('tools', [0, MINUTES], () =>
    runs(4, () => ({ ...good, tool_calls: 8, tool_failures: 1 })),
  );
  await sendMinutes('slow', [-DAY - 60, MINUTES], (minute) =>
    runs(4, () => ({ ...good, latency_ms: minute >= 60 ? 1000 : 400 })),
  );
  await sendMinutes('stopped', [-200, 10], () => runs(4, () => good));
  await sendMinutes('invents', [0, MINUTES], () =>
    runs(5, (i) => ({ ...good, hallucination: i === 0 ? 1 : 0 })),
  );
});

describe('the starter rules', () => {
  test.each([
    ['healthy', []],
    // One run an hour, of which one fails and takes long: nothing that could be told from chance.
    ['rare', []],
    ['broken', ['error-budget 1 page: broken: 40 % of runs fail, more than the 14.4 % that may']],
    ['tools', ['tool-calls-fail 1 page: tools: only 87.5 % of tool calls succeed']],
    [
      'slow',
      ['latency-doubled 1 warn: slow: the slowest answers take 150 % longer than a day ago'],
    ],
    ['stopped', ['telemetry-stopped 1 warn: stopped: nothing has come in for two hours']],
    ['invents', ['hallucinations 1 warn: invents: 20 % of judged answers are made up']],
  ])('find of %s: %s', async (workload, expected) => {
    expect(await alertsOf(workload)).toEqual(expected);
  });
});
