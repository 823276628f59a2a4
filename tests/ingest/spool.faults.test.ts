import { describe, expect, it } from 'vitest';
import { createFaultyDisk, open, run, runIds, send, temporaryFolder } from './support.ts';

describe('an append that fails', () => {
  it.each(['write', 'sync'] as const)(
    'at %s is answered unavailable and leaves nothing that is later taken for kept',
    async (fault) => {
      const folder = await temporaryFolder();
      const disk = createFaultyDisk();
      const { ingest, target } = await open(folder, { files: disk.files });
      await send(ingest, [run('before')]);
      disk.faults[fault] = true;
      const mixed = [run('lost'), { kind: 'probe', workload: 'w', id: 'p', ok: true }];
      await expect(send(ingest, mixed)).rejects.toMatchObject({
        code: 'unavailable',
        retryAfterSeconds: expect.any(Number),
      });
      expect(ingest.status().failedAppends).toBe(1);
      disk.faults[fault] = false;
      await send(ingest, [run('after')]);
      await ingest.flush();
      expect(runIds(target)).toEqual(['before', 'after']);
      expect(target.rows('events')).toEqual([]);
      expect(await send(ingest, mixed)).toMatchObject({ accepted: 2, duplicates: 0 });
    },
  );

  it('stops every promise until its half-written rows are cut off', async () => {
    const folder = await temporaryFolder();
    const disk = createFaultyDisk();
    const { ingest, target } = await open(folder, { files: disk.files });
    await send(ingest, [run('before')]);
    disk.faults.write = true;
    disk.faults.cut = true;
    await expect(send(ingest, [run('lost')])).rejects.toMatchObject({ code: 'unavailable' });
    disk.faults.write = false;
    for (let i = 0; i < 3; i += 1) {
      await expect(send(ingest, [run('refused')])).rejects.toMatchObject({ code: 'unavailable' });
      await expect(ingest.flush()).rejects.toMatchObject({ code: 'unavailable' });
    }
    expect(runIds(target)).toEqual([]);
    disk.faults.cut = false;
    expect(await send(ingest, [run('refused')])).toMatchObject({ accepted: 1 });
    await ingest.flush();
    expect(runIds(target)).toEqual(['before', 'refused']);
  });

  it('mends itself, so that what was acknowledged before flows on without another request', async () => {
    const disk = createFaultyDisk();
    const { ingest, target } = await open(await temporaryFolder(), { files: disk.files });
    await send(ingest, [run('before')]);
    disk.faults.write = true;
    disk.faults.cut = true;
    await expect(send(ingest, [run('lost')])).rejects.toMatchObject({ code: 'unavailable' });
    disk.faults.cut = false;
    await expect.poll(() => runIds(target), { timeout: 5000 }).toEqual(['before']);
  });
});
