import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAppendQueue } from '../../ingest/append-queue.ts';
import { createGroupCommit } from '../../ingest/group-commit.ts';
import type { OpenSegments } from '../../ingest/open-segments.ts';
import type { RowBatch } from '../../ingest/row-batch.ts';

const LIMITS = {
  sealRows: 1000,
  sealBytes: 1_000_000,
  sealAfterMs: 500,
  busyRows: 10,
  busySealAfterMs: 2000,
};
const batchOf = (rows: number): RowBatch => ({
  tables: new Map(),
  rowsOf: () => {
    throw new Error('nothing is encoded here');
  },
  rows,
  bytes: rows,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A commit of rows that are only counted. */
function counting() {
  const sealed: number[] = [];
  const segment = { rows: 0 };
  const open: OpenSegments = {
    async write(batches) {
      for (const { rows } of batches) segment.rows += rows;
    },
    async seal() {
      if (segment.rows > 0) sealed.push(segment.rows);
      segment.rows = 0;
      return [];
    },
    isDamaged: false,
    get rows() {
      return segment.rows;
    },
    largestBytes: 0,
    bytes: 0,
    get count() {
      return segment.rows > 0 ? 1 : 0;
    },
    sinceMs: null,
  };
  const queue = createAppendQueue();
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const hasWaiting = () => false;
  const onSealed = () => {};
  const commits = createGroupCommit({
    queue,
    open,
    limits: LIMITS,
    log: quiet,
    hasWaiting,
    onSealed,
  });
  return {
    sealed,
    add: async (rows: number): Promise<void> => {
      const added = queue.push(batchOf(rows), () => {});
      commits.kick();
      await added;
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

it('a busy segment is sealed early after a rest, and waits for more right after another', async () => {
  const { sealed, add } = counting();
  await add(20);
  await vi.advanceTimersByTimeAsync(LIMITS.sealAfterMs);
  expect(sealed).toEqual([20]);
  await add(30);
  await vi.advanceTimersByTimeAsync(LIMITS.sealAfterMs);
  expect(sealed).toEqual([20]);
  await vi.advanceTimersByTimeAsync(LIMITS.busySealAfterMs - LIMITS.sealAfterMs);
  expect(sealed).toEqual([20, 30]);
  await vi.advanceTimersByTimeAsync(LIMITS.busySealAfterMs);
  await add(40);
  await vi.advanceTimersByTimeAsync(LIMITS.sealAfterMs);
  expect(sealed).toEqual([20, 30, 40]);
});

it('a segment of few rows neither waits nor makes others wait', async () => {
  const { sealed, add } = counting();
  await add(5);
  await vi.advanceTimersByTimeAsync(LIMITS.sealAfterMs);
  await add(20);
  await vi.advanceTimersByTimeAsync(LIMITS.sealAfterMs);
  await add(5);
  await vi.advanceTimersByTimeAsync(LIMITS.sealAfterMs);
  expect(sealed).toEqual([5, 20, 5]);
});
