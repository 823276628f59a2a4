import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPreviewer, type Previewer } from '../../alerts/preview/previewer.ts';
import { describeText } from '../../alerts/episode/describe-text.ts';
import type { Episode } from '../../alerts/episode/episode.ts';
import { MINUTE_MS, isoTime } from '../../core/time.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { listFirstSeen } from '../../store/questions/list-first-seen.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { START, alertId, memoryLog, ruleOf, useWorlds, type Sent } from './engine-world.ts';

const { database, sendMinutes, startWorld } = useWorlds();
const WORKLOADS = ['agent', 'late', 'shop'];
const MINUTES = 90;
let previewer: Previewer;

/** Runs with spells of everything that rules look at, and gaps. */
function anyRuns(seed: number): (minute: number) => Sent[] {
  const uniform = createUniform(seed);
  let spell = 0;
  return (minute) => {
    if (uniform() < 0.15) spell = Math.floor(uniform() * 4);
    if (spell === 3) return [];
    return Array.from({ length: 1 + Math.floor(uniform() * 8) }, () => ({
      ok: uniform() < 0.2 + 0.3 * spell ? 0 : 1,
      release: minute < 40 + Math.floor(uniform() * 10) ? '1' : '2',
      latency_ms: Math.floor(50 + uniform() * 100 * (1 + 5 * spell)),
      cost_usd: (uniform() * (1 + spell)).toFixed(4),
      tool_calls: 4,
      tool_failures: Math.floor(uniform() * (2 + spell)),
    }));
  };
}

beforeAll(async () => {
  for (const [i, workload] of WORKLOADS.entries()) {
    await sendMinutes(workload, [workload === 'late' ? 30 : 0, MINUTES], anyRuns(i));
    await sendMinutes(
      workload,
      [40, MINUTES],
      (minute) => (minute % 3 === 0 ? [{ kind: 'tool_call', tool: 'crm', ok: minute % 2 }] : []),
      'events',
    );
  }
  previewer = createPreviewer({
    database: database(),
    readHistories: () => Promise.reject(new Error('no rule here needs a history')),
    workloads: () => WORKLOADS.map(workloadOnSight),
    firstSeen: (exactFromMs) => listFirstSeen(database(), exactFromMs),
    now: () => START + (MINUTES + 1) * MINUTE_MS,
    tools: { alertId, describe: describeText },
  });
});

const minutes = (atLeast: number, atMost: number) =>
  fc.integer({ min: atLeast, max: atMost }).map((n) => `${n}m`);
const anyThreshold = fc.record({
  signal: fc.constantFrom(
    'error_rate',
    'latency_p95',
    'cost_per_run',
    'tool_call_success',
    'uptime',
  ),
  op: fc.constantFrom('>', '<', '>=', '<='),
  threshold: fc.constantFrom(0.25, 0.5, 0.75, 1, 300),
  window: minutes(1, 20),
  min_samples: fc.integer({ min: 1, max: 20 }),
});
const anyCondition = fc.oneof(
  anyThreshold,
  fc.record({
    change: fc.record({
      signal: fc.constantFrom('runs', 'error_rate', 'latency_p50'),
      op: fc.constantFrom('>' as const, '<' as const),
      threshold: fc.constantFrom(-0.3, 0.3),
      window: minutes(2, 15),
      before: minutes(1, 20),
    }),
  }),
  fc.constant({
    burn: {
      signal: 'error_rate',
      objective: 0.8,
      windows: [
        { long: '20m', short: '3m', factor: 2, severity: 'page' },
        { long: '40m', short: '6m', factor: 1 },
      ],
    },
  }),
);
const anyTimes = fc.record({
  for: minutes(0, 4),
  keep_firing_for: minutes(0, 4),
  absent: fc.constantFrom('clear' as const, 'keep' as const, 'zero' as const),
  interval: fc.constantFrom('1m', '2m', '5m'),
  no_data_for: fc.option(minutes(1, 10)),
});
const anyRule = fc.oneof(
  fc.record({ when: anyCondition, times: anyTimes, by: fc.constant([] as string[]) }),
  fc.record({
    when: fc.oneof(
      fc.record({ all: fc.array(anyCondition, { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(anyCondition, { minLength: 1, maxLength: 3 }) }),
      fc.record({ absence: fc.record({ for: minutes(1, 10) }) }),
    ),
    times: anyTimes,
    by: fc.constant([]),
  }),
  fc.record({ when: anyCondition, times: anyTimes, by: fc.constant(['release']) }),
  fc.record({
    when: anyThreshold.map((one) => ({ ...one, signal: 'tool_call_success' })),
    times: anyTimes,
    by: fc.constant(['tool']),
  }),
);

const tell = (one: Episode) => ({
  workload: one.workload,
  by: one.cut === null || one.value === null ? null : { dimension: one.cut, value: one.value },
  active_since: isoTime(one.activeMs),
  fired_at: isoTime(one.firedMs),
  resolved_at: one.resolvedMs === null ? null : isoTime(one.resolvedMs),
  reason: one.reason,
  severity: one.severity,
  value: one.firedValue,
});

describe('a preview', () => {
  test('tells the episodes that live evaluation had over the same telemetry', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(anyRule, async ({ when, times, by }) => {
        const rule = ruleOf('rule', { ...times, when, by });
        const log = memoryLog();
        const world = await startWorld(WORKLOADS, [rule], () => log);
        world.sleepUntil(MINUTES);
        await world.engine.catchUp();
        const lived = world
          .episodes('rule')
          .toSorted((a, b) => a.firedMs - b.firedMs || (a.alert < b.alert ? -1 : 1))
          .map(tell);
        // The first evaluation of a new installation is of the minute that is due as it starts.
        const preview = await previewer.preview(rule.document, START - MINUTE_MS, null);
        told += lived.length;
        const { episodes } = preview;
        const compared = ({ value, ...one }: { value: number | null }) => ({
          ...one,
          // Of money, sums of minutes and a sum of all may differ in the last bit.
          value: value === null ? null : Number(value.toPrecision(9)),
        });
        expect(episodes.map(compared)).toEqual(lived.map(compared));
      }),
      { numRuns: 15 },
    );
    expect(told).toBeGreaterThan(40);
  });

  test('says how often and how long, and what it leaves out', async () => {
    const when = { signal: 'runs', op: '>=', threshold: 1, window: '1m' };
    const rule = ruleOf('busy', { when, select: { workloads: ['shop', 'agent'] } });
    const preview = await previewer.preview(rule.document, START, START + 60 * MINUTE_MS);
    expect(preview).toMatchObject({ truncated: false, note: null });
    expect(preview.per_week).toBeCloseTo(preview.episodes.length * 24 * 7, 6);
    const counts = preview.by_workload.map(({ episodes }) => episodes);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(preview.episodes.length);
    expect(preview.firing_seconds % 60).toBe(0);
    expect(preview.firing_seconds).toBeGreaterThan(0);
    expect(preview.firing_seconds).toBeLessThanOrEqual(2 * 3600);
  });

  test.each([
    ['an end before its start', START + MINUTE_MS, START],
    ['more than 31 days', START - 32 * 24 * 60 * MINUTE_MS, START],
    ['what lies ahead', START + 10_000 * MINUTE_MS, null],
  ])('refuses %s', async (_, fromMs, toMs) => {
    const rule = ruleOf('rule', { when: { absence: { for: '5m' } } });
    await expect(previewer.preview(rule.document, fromMs, toMs)).rejects.toThrow('previewed');
  });
});
