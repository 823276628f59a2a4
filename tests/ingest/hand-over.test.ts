import { readdir } from 'node:fs/promises';
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

describe('a hand-over', () => {
  it('comes one segment at a time, in the order of their ids across tables and restarts', async () => {
    const folder = await temporaryFolder();
    const target = createMemoryTarget();
    const order: bigint[] = [];
    let inside = 0;
    target.before = async (_, { id }) => {
      inside += 1;
      expect(inside).toBe(1);
      order.push(id);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
    };
    const all = (i: number) => [
      run(`r${i}`),
      { kind: 'probe', workload: 'w', id: `p${i}`, ok: true },
      { kind: 'bad' },
    ];
    for (const session of [0, 1]) {
      const { ingest } = await open(folder, { target, limits: { sealRows: 2 } });
      for (let i = 0; i < 10; i += 1) await send(ingest, all(session * 10 + i));
      if (session === 1) await ingest.flush();
      await ingest.close();
    }
    expect(target.rows('runs')).toHaveLength(20);
    expect(target.rows('quarantine')).toHaveLength(20);
    expect(order).toEqual([...order].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('tells which workloads got rows and from when to when; of quarantine it knows none', async () => {
    const folder = await temporaryFolder();
    const target = createMemoryTarget();
    target.before = () => {
      throw new Error('away');
    };
    const first = await open(folder, { target });
    await send(first.ingest, [
      run('a', { ts: NOW - 5000 }),
      run('b', { ts: NOW - 9000 }),
      { kind: 'walk' },
    ]);
    await send(first.ingest, [run('c', { workload: 'v', ts: NOW - 1 })]);
    target.before = () => {};
    await first.ingest.flush();
    const spans = {
      w: { rows: 2, minTsMs: NOW - 9000, maxTsMs: NOW - 5000 },
      v: { rows: 1, minTsMs: NOW - 1, maxTsMs: NOW - 1 },
    };
    const told = first.handedOver.map(({ table, rows, workloads }) => [
      table,
      rows,
      workloads && Object.fromEntries(workloads),
    ]);
    expect(told).toEqual([
      ['runs', 3, spans],
      ['quarantine', 1, null],
    ]);
  });

  it('tells the same of a segment that an earlier process left', async () => {
    const folder = await temporaryFolder();
    const away = createMemoryTarget();
    away.before = () => {
      throw new Error('away');
    };
    const first = await open(folder, { target: away });
    await send(first.ingest, [run('a', { ts: NOW - 5000 }), run('b', { ts: NOW - 9000 })]);
    await first.ingest.close();
    const second = await open(folder);
    await second.ingest.flush();
    expect(second.handedOver).toMatchObject([{ table: 'runs', rows: 2 }]);
    expect(second.handedOver[0]?.workloads?.get('w')).toEqual({
      rows: 2,
      minTsMs: NOW - 9000,
      maxTsMs: NOW - 5000,
    });
  });

  it('inserts a new segment, and repairs one whose hand-over may have begun', async () => {
    const folder = await temporaryFolder();
    const target = createMemoryTarget();
    let failures = 2;
    target.before = () => {
      if (failures-- > 0) throw new Error('connection lost');
    };
    const first = await open(folder, { target });
    await send(first.ingest, [run('a')]);
    await first.ingest.flush();
    expect(target.calls.map((call) => call.split(' ')[0])).toEqual(['insert', 'repair', 'repair']);
    failures = Infinity;
    await send(first.ingest, [run('b')]);
    await first.ingest.close();
    target.calls.length = 0;
    failures = 0;
    const second = await open(folder, { target });
    await second.ingest.flush();
    expect(target.calls.map((call) => call.split(' ')[0])).toEqual(['repair']);
    expect(target.rows('runs')).toHaveLength(2);
  });

  it('says why it fails, and says nothing once it works again', async () => {
    const target = createMemoryTarget();
    target.before = () => {
      throw new Error('connection lost');
    };
    let now = NOW;
    const { ingest } = await open(await temporaryFolder(), {
      target,
      now: () => now,
      limits: { sealAfterMs: 1 },
    });
    await send(ingest, [run('a')]);
    await expect.poll(() => ingest.status().lastError).toBe('connection lost');
    now += 7000;
    expect(ingest.status()).toMatchObject({ spoolSegments: 1, lagMs: 7000 });
    target.before = () => {};
    await ingest.flush();
    expect(ingest.status()).toMatchObject({
      spoolSegments: 0,
      spoolBytes: 0,
      lagMs: 0,
      lastError: null,
    });
  });

  it('goes on when the listener fails', async () => {
    const { ingest, target } = await open(await temporaryFolder(), {
      onHandedOver: () => {
        throw new Error('listener broke');
      },
    });
    await send(ingest, [run('a')]);
    await ingest.flush();
    await send(ingest, [run('b')]);
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(2);
  });

  it('is not repeated when only the file could not be removed', async () => {
    const disk = createFaultyDisk();
    let failures = 2;
    const files = {
      ...disk.files,
      async remove(path: string) {
        if (path.endsWith('.rows') && failures-- > 0) throw new Error('EBUSY');
        await disk.files.remove(path);
      },
    };
    const folder = await temporaryFolder();
    const { ingest, target, handedOver } = await open(folder, { files });
    await send(ingest, [run('a')]);
    await ingest.flush();
    expect(target.calls).toHaveLength(1);
    expect(handedOver).toHaveLength(1);
    expect((await readdir(join(folder, 'spool'))).filter((name) => name.endsWith('.rows'))).toEqual(
      [],
    );
  });
});

describe('flush', () => {
  it('resolves at once when nothing waits', async () => {
    const { ingest } = await open(await temporaryFolder());
    await ingest.flush();
  });

  it('covers everything acknowledged before the call, quarantine included, without waiting for age', async () => {
    const { ingest, target } = await open(await temporaryFolder(), {
      limits: { sealAfterMs: 3_600_000 },
    });
    for (let i = 0; i < 20; i += 1) {
      await Promise.all([
        send(ingest, [run(`a${i}`), { kind: 'bad' }]),
        send(ingest, [run(`b${i}`)]),
      ]);
      const flushed = ingest.flush();
      void send(ingest, [run(`late${i}`)]);
      await flushed;
      const ids = new Set(target.rows('runs').map(({ id }) => id));
      expect(ids.has(`a${i}`) && ids.has(`b${i}`)).toBe(true);
      expect(target.rows('quarantine')).toHaveLength(i + 1);
    }
  });

  it('tells its caller when the database keeps refusing, and nothing is lost', async () => {
    const target = createMemoryTarget();
    target.before = () => {
      throw new Error('connection lost');
    };
    const { ingest } = await open(await temporaryFolder(), { target, random: () => 0 });
    await send(ingest, [run('a')]);
    await expect(ingest.flush()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('connection lost'),
    });
    target.before = () => {};
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(1);
  });
});

describe('close', () => {
  it('lets what is under way finish, refuses the rest, and loses nothing', async () => {
    const folder = await temporaryFolder();
    const { ingest } = await open(folder);
    const answers = Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => send(ingest, [run(`e${i}`)])),
    );
    await new Promise((resolve) => setImmediate(resolve));
    await ingest.close();
    await expect(send(ingest, [run('late')])).rejects.toMatchObject({ code: 'unavailable' });
    const accepted = (await answers).filter(({ status }) => status === 'fulfilled').length;
    expect(accepted).toBeGreaterThan(0);
    const again = await open(folder);
    await again.ingest.flush();
    expect(again.target.rows('runs').length).toBe(accepted);
  });
});
