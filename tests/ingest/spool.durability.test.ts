import { appendFile, readFile, truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeRows } from '../../ingest/row-reader.ts';
import {
  createAbsentTarget,
  createFaultyDisk,
  open,
  run,
  runIds,
  segmentPaths,
  send,
  temporaryFolder,
} from './support.ts';

describe('a batch that is acknowledged', () => {
  it('is on disk whole, in every table it touches, when the answer is given', async () => {
    const folder = await temporaryFolder();
    const { ingest } = await open(folder, { target: createAbsentTarget() });
    await send(ingest, [
      run('a'),
      { kind: 'probe', workload: 'w', id: 'p', ok: true },
      { kind: 'walk' },
    ]);
    const contents = await Promise.all(
      (await segmentPaths(folder)).map(async (path) => {
        const table = path.split('.')[1] as 'runs';
        return [table, decodeRows(table, await readFile(path)).length];
      }),
    );
    expect(Object.fromEntries(contents)).toEqual({ runs: 1, events: 1, quarantine: 1 });
  });

  it('shares its sync with others that come at the same time', async () => {
    const disk = createFaultyDisk();
    let syncs = 0;
    const files = {
      ...disk.files,
      async create(path: string) {
        const file = await disk.files.create(path);
        return { ...file, sync: () => ((syncs += 1), file.sync()) };
      },
    };
    const { ingest } = await open(await temporaryFolder(), { files });
    await Promise.all(Array.from({ length: 100 }, (_, i) => send(ingest, [run(`e${i}`)])));
    expect(syncs).toBeLessThan(20);
  });
});

describe('a torn tail', () => {
  it('is cut at the last whole row, said in the log and counted, and everything before it arrives', async () => {
    const folder = await temporaryFolder();
    const first = await open(folder, { target: createAbsentTarget() });
    await send(first.ingest, [run('a'), run('b')]);
    await first.ingest.close();
    const [path] = (await segmentPaths(folder)) as [string];
    const whole = await readFile(path);
    const tails = [
      whole.subarray(0, 1),
      whole.subarray(0, whole.length / 2 - 1),
      Buffer.alloc(500),
      Buffer.alloc(70_000, 0xff),
    ];
    for (const tail of tails) {
      await appendFile(path, tail);
      const { ingest, warnings } = await open(folder, { target: createAbsentTarget() });
      expect(warnings).toContain('spool segment had a torn tail, cut');
      expect(ingest.status().tornTails).toBe(1);
      await ingest.close();
      expect(await readFile(path)).toEqual(whole);
    }
    const { ingest, target } = await open(folder);
    expect(ingest.status().tornTails).toBe(0);
    await ingest.flush();
    expect(runIds(target)).toEqual(['a', 'b']);
  });

  it('that holds rows of another segment is cut, for they were never written here', async () => {
    const folder = await temporaryFolder();
    const first = await open(folder, { target: createAbsentTarget() });
    await send(first.ingest, [run('a')]);
    await first.ingest.close();
    const second = await open(folder, { target: createAbsentTarget() });
    await send(second.ingest, [run('b')]);
    await second.ingest.close();
    const [one, two] = (await segmentPaths(folder)) as [string, string];
    await appendFile(one, await readFile(two));
    const { ingest, target } = await open(folder);
    await ingest.flush();
    expect(runIds(target)).toEqual(['a', 'b']);
    expect(ingest.status().tornTails).toBe(1);
  });

  it('that is all there is leaves no segment behind', async () => {
    const folder = await temporaryFolder();
    const first = await open(folder, { target: createAbsentTarget() });
    await send(first.ingest, [run('a')]);
    await first.ingest.close();
    const [path] = (await segmentPaths(folder)) as [string];
    await truncate(path, 10);
    const { ingest } = await open(folder);
    expect(await segmentPaths(folder)).toEqual([]);
    expect(await send(ingest, [run('a')])).toMatchObject({ accepted: 1 });
  });
});
