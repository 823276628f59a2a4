import { pino } from 'pino';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo } from '../../core/time.ts';
import {
  createDesignEffects,
  keepDesignEffects,
  type DesignEffects,
} from '../../server/design-effects.ts';
import type { Touched } from '../../decisions/live/telemetry-cache.ts';
import type { Database } from '../../store/database.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const TODAY_MS = floorTo(Date.now(), DAY_MS);

/** Thirty conversations of three runs that are all alike, of a day. */
async function sendRuns(workload: string, dayMs: number): Promise<void> {
  const rows = Array.from({ length: 90 }, (_, i) => ({
    workload,
    id: `${dayMs}-${i}`,
    ts: dayMs + HOUR_MS,
    received_at: dayMs + HOUR_MS,
    sign: 1,
    spool_segment: 1,
    conversation: `${dayMs} ${i % 30}`,
    ok: i % 3 > 0 ? 1 : 0,
  }));
  await database().insertRows('test', 'runs_entry', rows);
}

/** [hours since the start of today but for the seconds it may take to write them, effect], ascending. */
async function effectsOf(workload: string, untilDay = 3): Promise<[number, number][]> {
  const question = {
    endMs: TODAY_MS + untilDay * DAY_MS,
    precision: 'minute',
    sinceMs: 0,
  } as const;
  const rows = (await readHistories(database(), [workload], question)).get(workload);
  return (rows?.designEffects ?? []).map(({ atMs, effect }) => [
    Math.floor((atMs - TODAY_MS) / HOUR_MS),
    Math.round(effect),
  ]);
}

let nowMs = TODAY_MS + HOUR_MS;
let isAway = false;
let asked = 0;
let written: Touched[] = [];
const opened: DesignEffects[] = [];

function create(): DesignEffects {
  const real = database();
  const counting: Database = {
    ...real,
    queryCompact(name, sql, row, parameters) {
      if (name === 'design-effects') asked += 1;
      if (isAway) throw new Error('the database is away');
      return real.queryCompact(name, sql, row, parameters);
    },
  };
  const effects = createDesignEffects({
    database: counting,
    now: () => nowMs,
    onWritten: (touched) => void written.push(touched),
  });
  opened.push(effects);
  return effects;
}

beforeAll(async () => {
  await sendRuns('a', TODAY_MS - 2 * DAY_MS);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((effects) => effects.close()));
  nowMs = TODAY_MS + HOUR_MS;
  isAway = false;
  asked = 0;
  written = [];
});

test('a day is estimated once, after a failure and after a restart too, and is told', async () => {
  const effects = create();
  isAway = true;
  await expect(effects.keepToday()).rejects.toThrow('away');
  isAway = false;
  await effects.keepToday();
  expect(await effectsOf('a')).toEqual([[1, 3]]);
  expect(written).toEqual([new Map([['a', { minTsMs: TODAY_MS + HOUR_MS + 5000 }]])]);
  asked = 0;
  await effects.keepToday();
  await create().keepToday();
  expect(asked).toBe(0);
});

test('what is estimated late in a day leaves what was assessed before on that day as it was', async () => {
  await sendRuns('late', TODAY_MS - DAY_MS);
  nowMs = TODAY_MS + 5 * HOUR_MS + 700;
  await create().keepToday();
  expect(await effectsOf('late')).toEqual([[5, 3]]);
  expect(written).toEqual([new Map([['late', { minTsMs: TODAY_MS + 5 * HOUR_MS + 5000 }]])]);
});

test('what is not written before the day ends is estimated with the next, of its own window', async () => {
  await sendRuns('turning', TODAY_MS - DAY_MS);
  nowMs = TODAY_MS + 9 * DAY_MS - 3000;
  const effects = create();
  await effects.keepToday();
  expect(await effectsOf('turning', 10)).toEqual([]);
  nowMs += 6000;
  await effects.keepToday();
  expect(await effectsOf('turning', 10)).toEqual([[9 * 24, 3]]);
});

test('what came too late for the day is estimated on request, of the whole day, and with the next day', async () => {
  await sendRuns('b', TODAY_MS - DAY_MS);
  const effects = create();
  await effects.keepToday();
  await sendRuns('b', TODAY_MS - 2 * DAY_MS);
  nowMs += HOUR_MS;
  await effects.estimateToday();
  expect(await effectsOf('b')).toEqual([0, 1, 2].map((hour) => [hour, 3]));
  expect(await effectsOf('a')).toEqual([0, 1, 2].map((hour) => [hour, 3]));
  expect(written.at(-1)?.get('b')).toEqual({ minTsMs: TODAY_MS });
  await effects.keepToday();
  nowMs += DAY_MS;
  await effects.keepToday();
  expect((await effectsOf('b')).slice(3)).toEqual([[26, 3]]);
});

test('nothing is written while something else is being done, and nothing begins once it is closed', async () => {
  nowMs += 2 * DAY_MS;
  const effects = create();
  const order: string[] = [];
  let release: (() => void) | undefined;
  const held = effects.paused(async () => {
    await new Promise<void>((resolve) => (release = resolve));
    order.push('held');
  });
  const estimated = effects.keepToday().then(() => order.push('estimated'));
  await vi.waitFor(() => expect(release).toBeDefined());
  release?.();
  await Promise.all([held, estimated]);
  expect(order).toEqual(['held', 'estimated']);

  nowMs += DAY_MS;
  const closed = create();
  await closed.close();
  await closed.keepToday();
  const days = written.flatMap((touched) => [...touched.values()].map(({ minTsMs }) => minTsMs));
  expect(new Set(days)).toEqual(new Set([TODAY_MS + 2 * DAY_MS + HOUR_MS + 5000]));
});

test('it looks again by itself, and a failure is told and does not end it', async () => {
  nowMs += 3 * DAY_MS;
  const told: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void told.push(line) });
  isAway = true;
  const stop = keepDesignEffects({ designEffects: create(), log, everyMs: 5 });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), { timeout: 20_000 });
  isAway = false;
  await vi.waitFor(() => expect(written.length).toBeGreaterThan(0), { timeout: 20_000 });
  await stop();
  expect(told[0]).toContain('tried again');
});
