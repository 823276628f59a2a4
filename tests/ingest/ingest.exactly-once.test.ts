import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createFaultyDisk,
  createMemoryTarget,
  open,
  run,
  send,
  temporaryFolder,
} from './support.ts';
import { NOW } from './test-moment.ts';

const HOUR = 3_600_000;

async function* noIds(): AsyncGenerator<never> {}

describe('an id', () => {
  it('counts once a workload, whatever the kind, within and across requests', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    expect(await send(ingest, [run('a'), run('a'), run('a', { workload: 'v' })])).toMatchObject({
      accepted: 2,
      duplicates: 1,
    });
    expect(await send(ingest, [{ kind: 'probe', workload: 'w', id: 'a', ok: true }])).toMatchObject(
      { accepted: 0, duplicates: 1 },
    );
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(2);
    expect(target.rows('events')).toHaveLength(0);
  });

  it('counts once when it comes in many requests at the same time', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    const events = Array.from({ length: 50 }, (_, i) => run(`e${i}`));
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(ingest, events)));
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(50);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(950);
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(50);
  });

  it('counts once across a restart, waiting on disk or handed over', async () => {
    const folder = await temporaryFolder();
    const target = createMemoryTarget();
    const first = await open(folder, { target });
    await send(first.ingest, [run('handed'), run('\ud800lone')]);
    await first.ingest.flush();
    await send(first.ingest, [run('waiting')]);
    await first.ingest.close();
    const second = await open(folder, { target });
    const again = [run('handed'), run('\ud800lone'), run('waiting'), run('new')];
    expect(await send(second.ingest, again)).toMatchObject({ accepted: 1, duplicates: 3 });
    await second.ingest.flush();
    expect(new Set(target.rows('runs').map(({ id }) => id))).toEqual(
      new Set(['handed', '\ufffdlone', 'waiting', 'new']),
    );
    expect(target.rows('runs')).toHaveLength(4);
  });

  it('counts once across a restart even when all that ingest kept on disk is gone', async () => {
    const folder = await temporaryFolder();
    const asked: [number, number][] = [];
    const overrides = {
      async *recentIds(sinceMs: number, untilMs: number) {
        asked.push([sinceMs, untilMs]);
        if (sinceMs <= NOW - 2 * HOUR && NOW - 2 * HOUR < untilMs)
          yield { workload: 'w', id: 'stored' };
      },
    };
    const first = await open(folder, overrides);
    expect(await send(first.ingest, [run('stored')])).toMatchObject({ duplicates: 1 });
    asked.sort(([a], [b]) => a - b);
    expect(asked[0]?.[0]).toBe(NOW - 24 * HOUR);
    expect(asked.at(-1)?.[1]).toBeGreaterThan(NOW);
    expect(asked.slice(1).every(([since], i) => since === asked[i]?.[1])).toBe(true);
    await send(first.ingest, [run('handed')]);
    await first.ingest.flush();
    await first.ingest.close();
    asked.length = 0;
    await rm(join(folder, 'seen'), { recursive: true });
    const second = await open(folder, overrides);
    expect(asked.length).toBeGreaterThan(0);
    expect(await send(second.ingest, [run('stored')])).toMatchObject({ duplicates: 1 });
  });

  it('stays taken for its whole window when the store answers with more than it was asked for', async () => {
    let now = NOW;
    const { ingest } = await open(await temporaryFolder(), {
      now: () => now,
      async *recentIds() {
        yield { workload: 'w', id: 'stored' };
      },
    });
    now += 23 * HOUR;
    expect(await send(ingest, [run('stored')])).toMatchObject({ duplicates: 1 });
  });

  it('is known after a restart without asking the store, once a window has been written down', async () => {
    const folder = await temporaryFolder();
    let now = NOW;
    const asked: number[] = [];
    const overrides = {
      now: () => now,
      recentIds(sinceMs: number) {
        asked.push(sinceMs);
        return noIds();
      },
    };
    const first = await open(folder, overrides);
    await send(first.ingest, [run('a')]);
    await first.ingest.flush();
    now += 25 * HOUR;
    await send(first.ingest, [run('b', { ts: now })]);
    await first.ingest.flush();
    await first.ingest.close();
    asked.length = 0;
    const second = await open(folder, overrides);
    expect(asked).toEqual([]);
    expect(await send(second.ingest, [run('b', { ts: now })])).toMatchObject({ duplicates: 1 });
  });

  it('counts again once the dedupe window has passed since receipt, also across a restart', async () => {
    const folder = await temporaryFolder();
    let now = NOW;
    const overrides = { now: () => now, limits: { dedupeWindowMs: HOUR } };
    const { ingest } = await open(folder, overrides);
    expect(await send(ingest, [run('a')])).toMatchObject({ accepted: 1 });
    now += HOUR - 1000;
    expect(await send(ingest, [run('a')])).toMatchObject({ duplicates: 1 });
    await ingest.flush();
    await ingest.close();
    const later = await open(folder, overrides);
    expect(await send(later.ingest, [run('a')])).toMatchObject({ duplicates: 1 });
    now += 1000;
    expect(await send(later.ingest, [run('a')])).toMatchObject({ accepted: 1 });
  });
});

describe('an answer that reports a duplicate', () => {
  it('waits until the first copy is durable', async () => {
    const disk = createFaultyDisk();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const files = {
      ...disk.files,
      async create(path: string) {
        const file = await disk.files.create(path);
        return { ...file, sync: () => held.then(() => file.sync()) };
      },
    };
    const { ingest } = await open(await temporaryFolder(), { files });
    const settled: string[] = [];
    const first = send(ingest, [run('a')]).then(() => settled.push('first'));
    const second = send(ingest, [run('a')]).then(() => settled.push('second'));
    const third = send(ingest, [run('a'), run('b')]).then(() => settled.push('third'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(settled).toEqual([]);
    release();
    await Promise.all([first, second, third]);
    expect(settled).toHaveLength(3);
  });

  it('is never given when the first copy fails: the sender is told to come again, and then it counts', async () => {
    const disk = createFaultyDisk();
    const { ingest, target } = await open(await temporaryFolder(), { files: disk.files });
    disk.faults.sync = true;
    const answers = await Promise.allSettled([
      send(ingest, [run('a')]),
      send(ingest, [run('a')]),
      send(ingest, [run('a'), run('b')]),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 'rejected',
        reason: { code: 'unavailable', retryAfterSeconds: expect.any(Number) },
      });
    }
    disk.faults.sync = false;
    expect(await send(ingest, [run('a'), run('b')])).toMatchObject({ accepted: 2, duplicates: 0 });
    await ingest.flush();
    expect(target.rows('runs').map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('is not given when only the first copy fails and the rest of the request is kept', async () => {
    const disk = createFaultyDisk();
    const { ingest, target } = await open(await temporaryFolder(), { files: disk.files });
    disk.faults.sync = true;
    const first = send(ingest, [run('a')]).catch(() => {
      disk.faults.sync = false;
    });
    const mixed = send(ingest, [run('a'), run('b')]);
    await expect(mixed).rejects.toMatchObject({ code: 'unavailable' });
    await first;
    expect(await send(ingest, [run('a'), run('b')])).toMatchObject({ accepted: 1, duplicates: 1 });
    await ingest.flush();
    expect(target.rows('runs').map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
