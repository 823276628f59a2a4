import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openIdLog } from '../../ingest/id-log.ts';
import { IdList } from '../../ingest/id-list.ts';
import { diskFiles, type SpoolFiles } from '../../ingest/spool-files.ts';
import { temporaryFolder } from './support.ts';
import { NOW } from './test-moment.ts';

const HOUR = 3_600_000;
const WINDOW = 24 * HOUR;

function listOf(...lows: number[]): IdList {
  const list = new IdList();
  for (const low of lows) list.push(low, 1, 2);
  return list;
}

async function setup() {
  const folder = join(await temporaryFolder(), 'seen');
  const warnings: string[] = [];
  const warn = (_: unknown, message: string): void => void warnings.push(message);
  const log = { info: warn, warn, error: warn };
  return {
    folder,
    warnings,
    openAt: (
      nowMs: () => number,
      keyMark: [number, number] = [7, 8],
      files: SpoolFiles = diskFiles,
      elapsedMs: () => number = nowMs,
    ) => openIdLog({ files, folder, windowMs: WINDOW, keyMark, now: nowMs, elapsedMs, log }),
  };
}

async function load(
  log: Awaited<ReturnType<typeof openIdLog>>,
): Promise<{ since: number | null; lows: number[] }> {
  const lows: number[] = [];
  let announced = 0;
  const since = await log.load(
    (count) => (announced = count),
    (words) => {
      for (let at = 0; at < words.length; at += 3) {
        expect([words[at + 1], words[at + 2]]).toEqual([1, 2]);
        lows.push(words[at] ?? NaN);
      }
    },
  );
  expect(lows.length).toBeLessThanOrEqual(announced);
  return { since, lows };
}

describe('the log of ids', () => {
  it('gives back what was written down, and since when it is complete', async () => {
    const { openAt } = await setup();
    const first = await openAt(() => NOW);
    expect(await load(first)).toEqual({ since: null, lows: [] });
    await first.append(listOf(1, 2));
    await first.append(listOf());
    await first.append(listOf(3));
    await first.close();
    const second = await openAt(() => NOW + HOUR);
    expect(await load(second)).toEqual({ since: NOW, lows: [1, 2, 3] });
    await second.append(listOf(4));
    await second.close();
    expect(await load(await openAt(() => NOW))).toEqual({ since: NOW, lows: [1, 2, 3, 4] });
  });

  it('is complete from its beginning, not from when there was first something to write down', async () => {
    const { openAt } = await setup();
    let now = NOW;
    const log = await openAt(() => now);
    now += 10_000;
    await log.append(listOf(1));
    await log.close();
    expect(await load(await openAt(() => now))).toEqual({ since: NOW, lows: [1] });
  });

  it('is not complete since a wrong time, where the clock is set right before there is anything', async () => {
    const { openAt } = await setup();
    let [now, elapsed] = [1000, 0];
    const log = await openAt(
      () => now,
      [7, 8],
      diskFiles,
      () => elapsed,
    );
    // Such a clock tells fractions.
    [now, elapsed] = [NOW, 20_000.375];
    await log.append(listOf(1));
    await log.close();
    expect(await load(await openAt(() => now))).toEqual({ since: NOW - 20_000, lows: [1] });
  });

  it('starts a file an hour and removes those that no longer matter', async () => {
    const { folder, openAt } = await setup();
    let now = NOW;
    const log = await openAt(() => now);
    for (let hour = 0; hour < 60; hour += 1, now += HOUR) {
      await log.append(listOf(hour));
      await log.append(listOf(hour));
    }
    await log.close();
    expect((await readdir(folder)).length).toBe(25);
    const { since, lows } = await load(await openAt(() => now));
    expect(since).toBeLessThanOrEqual(now - WINDOW);
    expect(Math.min(...lows)).toBe(35);
  });

  it('reads over an entry that was cut off and a file that was killed at birth', async () => {
    const { folder, openAt } = await setup();
    const log = await openAt(() => NOW);
    await log.append(listOf(1));
    await log.close();
    const [name] = (await readdir(folder)) as [string];
    await appendFile(join(folder, name), Buffer.alloc(7, 9));
    await writeFile(join(folder, `${String(NOW + 5).padStart(15, '0')}.ids`), '');
    expect(await load(await openAt(() => NOW))).toEqual({ since: NOW, lows: [1] });
  });

  it('is dropped when it was written under another key', async () => {
    const { folder, openAt } = await setup();
    const log = await openAt(() => NOW);
    await log.append(listOf(1));
    await log.close();
    expect(await load(await openAt(() => NOW, [9, 9]))).toEqual({ since: null, lows: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is dropped when it would have a gap, so that a full disk never keeps telemetry from leaving', async () => {
    const { openAt, warnings } = await setup();
    let isFull = false;
    const files: SpoolFiles = {
      ...diskFiles,
      async create(path) {
        const file = await diskFiles.create(path);
        return {
          ...file,
          write: (buffers, at) =>
            isFull ? Promise.reject(new Error('ENOSPC')) : file.write(buffers, at),
        };
      },
    };
    let now = NOW;
    const log = await openAt(() => now, [7, 8], files);
    await log.append(listOf(1));
    isFull = true;
    now += 1000;
    await log.append(listOf(2));
    expect(warnings).toHaveLength(1);
    isFull = false;
    now += 1000;
    await log.append(listOf(3));
    await log.close();
    expect(await load(await openAt(() => now))).toEqual({ since: NOW + 1000, lows: [3] });
  });

  it('begins anew after what was received while the clock was ahead', async () => {
    const { openAt } = await setup();
    let isFull = false;
    const create: SpoolFiles['create'] = (path) =>
      isFull ? Promise.reject(new Error('ENOSPC')) : diskFiles.create(path);
    const now = NOW;
    const log = await openAt(() => now, [7, 8], { ...diskFiles, create });
    const ahead = new IdList();
    const aheadSecond = Math.floor((NOW + 2 * HOUR) / 1000);
    ahead.push(1, 1, aheadSecond);
    isFull = true;
    await log.append(ahead);
    isFull = false;
    await log.append(listOf(3));
    await log.close();
    const since = (aheadSecond + 1) * 1000;
    expect(await load(await openAt(() => now))).toEqual({ since, lows: [3] });
  });
});
