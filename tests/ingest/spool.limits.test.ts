import { readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RESERVATION_FILE } from '../../ingest/segment-ids.ts';
import type { SegmentTarget } from '../../store/segment-target.ts';
import {
  createAbsentTarget,
  createMemoryTarget,
  open,
  run,
  runIds,
  segmentPaths,
  send,
  temporaryFolder,
} from './support.ts';
import { NOW } from './test-moment.ts';

describe('the spool', () => {
  it('refuses before it promises once it holds its limit, and takes again when there is room', async () => {
    const target = createAbsentTarget();
    const { ingest } = await open(await temporaryFolder(), { target, limits: { bytes: 20_000 } });
    let taken = 0;
    const fill = async (): Promise<void> => {
      for (; taken < 1000; taken += 1) await send(ingest, [run(`e${taken}`)]);
    };
    await expect(fill()).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 10,
      message: expect.stringContaining('20000'),
    });
    expect(taken).toBeGreaterThan(10);
    expect(ingest.status().spoolBytes).toBeLessThanOrEqual(20_000);
    await expect(send(ingest, [run('x')])).rejects.toMatchObject({ code: 'unavailable' });
    target.before = () => {};
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(taken);
    expect(await send(ingest, [run('x')])).toMatchObject({ accepted: 1 });
  });

  it('numbers segments upwards when the clock jumps back, and when its folder was emptied', async () => {
    const folder = await temporaryFolder();
    const target = createMemoryTarget();
    let now = NOW;
    const session = async (): Promise<void> => {
      const { ingest } = await open(folder, { target, now: () => now });
      await send(ingest, [{ kind: 'run', workload: 'w' }]);
      await ingest.flush();
      await ingest.close();
    };
    await session();
    now -= 86_400_000;
    await session();
    await session();
    now = NOW + 1000;
    await rm(join(folder, 'spool'), { recursive: true });
    await session();
    await writeFile(join(folder, 'spool', RESERVATION_FILE), 'rubbish');
    now += 1000;
    await session();
    const ids = [...target.segments.keys()];
    expect(ids).toHaveLength(5);
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(ids).size).toBe(5);
  });

  it('refuses to read rows that another version wrote with other columns', async () => {
    const folder = await temporaryFolder();
    const { ingest } = await open(folder, { target: createAbsentTarget() });
    await send(ingest, [run('a')]);
    await ingest.close();
    const [path] = (await segmentPaths(folder)) as [string];
    const foreign = path.replace(/\.[0-9a-f]{8}\.rows$/, '.00000000.rows');
    await rename(path, foreign);
    const { size } = await stat(foreign);
    await expect(open(folder)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(foreign),
    });
    expect((await stat(foreign)).size).toBe(size);
  });

  it('leaves files alone that are not its own', async () => {
    const folder = await temporaryFolder();
    const { ingest } = await open(folder);
    await ingest.close();
    const paths = ['notes.txt', 'notes.draft'].map((name) => join(folder, 'spool', name));
    for (const path of paths) await writeFile(path, 'mine');
    await open(folder);
    for (const path of paths) expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('removes what a kill left of files that were being replaced', async () => {
    const folder = await temporaryFolder();
    const { ingest } = await open(folder, { target: createAbsentTarget() });
    await send(ingest, [run('a')]);
    await ingest.close();
    const [segment] = (await segmentPaths(folder)) as [string];
    for (const path of [segment, join(folder, 'spool', RESERVATION_FILE)]) {
      await writeFile(`${path}.draft`, 'half of a f');
    }
    const { ingest: next, target } = await open(folder);
    await next.flush();
    expect(runIds(target)).toEqual(['a']);
    expect(await readdir(join(folder, 'spool'))).toEqual([RESERVATION_FILE]);
  });

  it('seals by rows, by bytes and by age, and all tables together', async () => {
    const row = (await sizes()).row;
    const cases: [object, number][] = [
      [{ sealRows: 3, sealAfterMs: 60_000 }, 3],
      [{ sealBytes: row * 3, sealAfterMs: 60_000 }, 3],
      [{ sealAfterMs: 20 }, 1],
    ];
    for (const [limits, count] of cases) {
      const { ingest, target } = await open(await temporaryFolder(), { limits });
      await send(ingest, [{ kind: 'probe', workload: 'w', id: 'p', ok: true }]);
      for (let i = 0; i < count; i += 1) await send(ingest, [run(`e${i}`)]);
      await expect
        .poll(() => [target.rows('runs').length, target.rows('events').length])
        .toEqual([count, 1]);
    }
  });

  it('lets a segment that fills quickly grow older than one that does not, but for the first', async () => {
    const limits = { sealAfterMs: 10, busyRows: 3, busySealAfterMs: 60_000 };
    const { ingest, target } = await open(await temporaryFolder(), { limits });
    for (const [ids, count] of [
      ['ab', 2],
      ['cde', 5],
    ] as const) {
      await send(
        ingest,
        Array.from(ids, (id) => run(id)),
      );
      await expect.poll(() => target.rows('runs').length).toBe(count);
    }
    await send(ingest, [run('f'), run('g'), run('h')]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(target.rows('runs')).toHaveLength(5);
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(8);
  });

  it('seals a segment that fills quickly at its own age, asked or not', async () => {
    const limits = { sealAfterMs: 5, busyRows: 2, busySealAfterMs: 10 };
    const { ingest, target } = await open(await temporaryFolder(), { limits });
    await send(ingest, [run('a'), run('b')]);
    await expect.poll(() => target.rows('runs').length).toBe(2);
  });

  it('lets a segment grow past its age while others wait, so that an outage ends soon', async () => {
    const target = createAbsentTarget();
    const { ingest } = await open(await temporaryFolder(), { target, limits: { sealAfterMs: 5 } });
    for (let i = 0; i < 12; i += 1) {
      await send(ingest, [run(`e${i}`)]);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    // One that waits for the database and one that grows; a busy machine cuts a few more, never one an event.
    expect(ingest.status().spoolSegments).toBeLessThan(6);
    target.before = () => {};
    await expect.poll(() => target.rows('runs').length, { timeout: 5000 }).toBe(12);
  });
});

async function sizes(): Promise<{ row: number }> {
  let row = 0;
  const target: SegmentTarget = {
    insert: async ({ bytes }) => void (row = bytes),
    repair: async () => 0,
  };
  const { ingest } = await open(await temporaryFolder(), {
    target: { ...createMemoryTarget(), ...target },
  });
  await send(ingest, [run('e0')]);
  await ingest.flush();
  return { row };
}
