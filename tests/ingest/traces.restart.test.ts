import { readFile, truncate } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createRowReader } from '../../ingest/row-reader.ts';
import {
  createMemoryTarget,
  open,
  segmentPaths,
  temporaryFolder,
  type MemoryTarget,
} from './support.ts';
import { NOW } from './test-moment.ts';
import { counted, PIECES, sendSpans, span, WHOLE } from './trace-spans.ts';

const HOUR_MS = 3_600_000;
const [root, first, tool, second] = PIECES;

/** Cuts the one segment of runs in the middle of its second row. */
async function tearSecondRun(folder: string): Promise<void> {
  const [path = '', ...others] = (await segmentPaths(folder)).filter((one) => one.includes('runs'));
  expect(others).toEqual([]);
  const end = createRowReader('runs', []).read(await readFile(path), 0, []);
  await truncate(path, end + 7);
}

it('a correction of which only the taking back survived is made up for', async () => {
  const folder = await temporaryFolder();
  const target = createMemoryTarget();
  let nowMs = NOW;
  const now = (): number => nowMs;
  const before = await open(folder, { target, now, limits: { sealAfterMs: 5 } });
  await sendSpans(before.ingest, [first, tool]);
  await before.ingest.flush();
  target.before = (_, { table }) => {
    if (table === 'runs') throw new Error('the database is away');
  };
  await sendSpans(before.ingest, [root, second]);
  await expect.poll(() => target.rows('spans')).toHaveLength(PIECES.length);
  nowMs += 3000;
  await expect.poll(() => before.ingest.status().tracesWaiting).toBe(0);
  await before.ingest.close();
  await tearSecondRun(folder);
  target.before = () => {};
  // So late that nothing but the torn run tells of the trace.
  nowMs += HOUR_MS;
  const after = await open(folder, { target, now });
  await after.ingest.flush();
  expect(target.rows('runs').map(({ sign }) => sign)).toEqual([1, -1, 1]);
  expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
});

it('a trace whose spans keep coming is one run for as long as they do, beyond the memory of ids', async () => {
  const folder = await temporaryFolder();
  const target = createMemoryTarget();
  for (const [i, one] of PIECES.entries()) {
    const nowMs = NOW + i * 15 * HOUR_MS;
    const { ingest } = await open(folder, { target, now: () => nowMs });
    await sendSpans(ingest, [{ ...one, tsMs: nowMs - 1000 }]);
    await ingest.flush();
    expect(counted(target)).toHaveLength(1);
    await ingest.close();
  }
  expect(counted(target)).toEqual([expect.objectContaining({ ...WHOLE, latency_ms: 900 })]);
});

/** A trace of a day ago of which one part has been shown. */
async function shownYesterday(): Promise<{ folder: string; target: MemoryTarget }> {
  const folder = await temporaryFolder();
  const { ingest, target } = await open(folder);
  await sendSpans(ingest, [tool]);
  await ingest.flush();
  await ingest.close();
  return { folder, target };
}

const nextDay = (): number => NOW + 26 * HOUR_MS;
const LATE = [first, second].map((one) => ({ ...one, tsMs: nextDay() - 5000 }));
const ONE_RUN = { tokens_in: 300, tool_calls: 1, ts: root.tsMs };

it('an old root that comes behind a young leaf makes the trace be looked for', async () => {
  const { folder, target } = await shownYesterday();
  const { ingest } = await open(folder, { target, now: nextDay });
  await sendSpans(ingest, [...LATE, root]);
  await ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining(ONE_RUN)]);
});

it('a trace that was taken for two becomes one once an old span tells', async () => {
  const { folder, target } = await shownYesterday();
  const { ingest } = await open(folder, { target, now: nextDay });
  await ingest.flush();
  await sendSpans(ingest, LATE);
  await ingest.flush();
  expect(counted(target)).toHaveLength(2);
  await sendSpans(ingest, [root]);
  await ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining(ONE_RUN)]);
});

const traceId = (n: number): string => n.toString(16).padStart(32, '0');

it('traces that a process left are worked through a hundred at a time, new ones shown in between', async () => {
  const folder = await temporaryFolder();
  const target = createMemoryTarget();
  const before = await open(folder, { target });
  const left = Array.from({ length: 250 }, (_, i) => span('01', { trace_id: traceId(i + 1) }));
  await sendSpans(before.ingest, left);
  await before.ingest.close();
  const asked: number[] = [];
  const shown: number[] = [];
  const { ingest } = await open(folder, {
    target,
    traceStore: {
      ...target.traceStore,
      async find(keys) {
        asked.push(keys.length);
        shown.push(target.rows('runs').filter(({ id }) => Number(`0x${String(id)}`) > 1000).length);
        expect(ingest.status().tracesWaiting).toBe(0);
        await sendSpans(ingest, [span('01', { trace_id: traceId(1000 + asked.length) })]);
        return target.traceStore.find(keys);
      },
    },
  });
  await ingest.flush();
  expect(asked).toEqual([100, 100, 50]);
  expect(shown).toEqual([0, 1, 2]);
  expect(counted(target)).toHaveLength(253);
  expect(ingest.status().tracesWaiting).toBe(0);
});

it('a clock that is set back delays no run', async () => {
  let nowMs = NOW;
  const { ingest, target } = await open(await temporaryFolder(), {
    now: () => nowMs,
    limits: { sealAfterMs: 5 },
  });
  await sendSpans(ingest, PIECES);
  nowMs -= HOUR_MS;
  await expect.poll(() => counted(target)).toEqual([expect.objectContaining(WHOLE)]);
});
