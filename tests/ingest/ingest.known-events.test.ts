import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { decodeRows } from '../../ingest/row-reader.ts';
import {
  createMemoryTarget,
  open,
  run,
  runIds,
  segmentPaths,
  send,
  temporaryFolder,
} from './support.ts';
import { NOW } from './test-moment.ts';

const DAY_MS = 86_400_000;
const OLD_MS = NOW - 10 * DAY_MS;

it('an event sent again days later, with its own time, counts once and for ever', async () => {
  let nowMs = NOW;
  const { ingest, target } = await open(await temporaryFolder(), { now: () => nowMs });
  await send(ingest, [run('a', { ts: OLD_MS }), run('b', { ts: OLD_MS })]);
  await ingest.flush();
  nowMs += 3 * DAY_MS;
  await send(ingest, [run('a', { ts: OLD_MS }), run('c', { ts: OLD_MS }), run('d')]);
  await ingest.flush();
  expect(runIds(target)).toEqual(['a', 'b', 'c', 'd']);
  expect(ingest.status()).toMatchObject({ accepted: 5, duplicates: 1 });
});

it('the same id at another time, or of another workload, is another event', async () => {
  let nowMs = NOW;
  const { ingest, target } = await open(await temporaryFolder(), { now: () => nowMs });
  await send(ingest, [run('a', { ts: OLD_MS })]);
  await ingest.flush();
  nowMs += 3 * DAY_MS;
  await send(ingest, [run('a', { ts: OLD_MS + 1 }), run('a', { ts: OLD_MS, workload: 'x' })]);
  await ingest.flush();
  expect(runIds(target)).toEqual(['a', 'a', 'a']);
});

it('a segment of nothing but old repeats leaves nothing behind', async () => {
  let nowMs = NOW;
  const folder = await temporaryFolder();
  const { ingest, target } = await open(folder, { now: () => nowMs });
  await send(ingest, [run('a', { ts: OLD_MS })]);
  await ingest.flush();
  nowMs += 3 * DAY_MS;
  await send(ingest, [run('a', { ts: OLD_MS })]);
  await ingest.flush();
  expect(runIds(target)).toEqual(['a']);
  expect(await segmentPaths(folder)).toEqual([]);
});

it('the count of accepted events never goes down, whoever acknowledged what is dropped', async () => {
  let nowMs = NOW;
  const folder = await temporaryFolder();
  const target = createMemoryTarget();
  const before = await open(folder, { now: () => nowMs, target });
  await send(before.ingest, [run('a', { ts: OLD_MS })]);
  await before.ingest.flush();
  nowMs += 3 * DAY_MS;
  target.before = () => {
    throw new Error('the database is away');
  };
  await send(before.ingest, [run('a', { ts: OLD_MS })]);
  await before.ingest.close();

  target.before = () => {};
  const { ingest } = await open(folder, { now: () => nowMs, target });
  await ingest.flush();
  expect(ingest.status()).toMatchObject({ accepted: 0, duplicates: 1 });
});

it('a kill between the look and the hand-over drops nothing that counts', async () => {
  let nowMs = NOW;
  const folder = await temporaryFolder();
  const target = createMemoryTarget();
  const before = await open(folder, { now: () => nowMs, target });
  await send(before.ingest, [run('a', { ts: OLD_MS })]);
  await before.ingest.flush();
  nowMs += 3 * DAY_MS;
  target.before = () => {
    throw new Error('the database is away');
  };
  await send(before.ingest, [run('a', { ts: OLD_MS }), run('b', { ts: OLD_MS })]);
  await expect(before.ingest.flush()).rejects.toMatchObject({ code: 'unavailable' });
  await before.ingest.close();
  const [path = ''] = await segmentPaths(folder);
  expect(decodeRows('runs', await readFile(path)).map(({ id }) => id)).toEqual(['b']);
  expect(before.ingest.status().duplicates).toBe(1);

  target.before = () => {};
  const after = await open(folder, { now: () => nowMs, target });
  await after.ingest.flush();
  expect(runIds(target)).toEqual(['a', 'b']);
});
