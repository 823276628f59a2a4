import type { RowBatch } from './row-batch.ts';

/** A batch that waits for the disk. */
export interface PendingAppend {
  readonly batch: RowBatch;
  readonly bytes: number;
  succeed(): void;
  fail(error: unknown): void;
}

/** Batches in the order in which they came; each succeeds or fails in that order. */
export interface AppendQueue {
  /** @param undo runs in the same turn in which the failure becomes known, before anybody else can look */
  push(batch: RowBatch, undo: () => void): Promise<void>;
  /** The next batches while `fits` says so of their sums; at least one, if there is one. */
  take(fits: (rows: number, bytes: number) => boolean): PendingAppend[];
  failAll(error: unknown): void;
  readonly length: number;
  /** Bytes of batches that have neither succeeded nor failed. */
  readonly bytes: number;
  /** How many have failed since start. */
  readonly failed: number;
  /** Resolves once every batch pushed so far has succeeded or failed. */
  settled(): Promise<void>;
}

export function createAppendQueue(): AppendQueue {
  let queue: PendingAppend[] = [];
  let bytes = 0;
  let failed = 0;
  let last: Promise<void> = Promise.resolve();

  return {
    push(batch, undo) {
      const size = batch.bytes;
      bytes += size;
      const appended = new Promise<void>((resolve, reject) => {
        queue.push({
          batch,
          bytes: size,
          succeed() {
            bytes -= size;
            resolve();
          },
          fail(error) {
            bytes -= size;
            failed += 1;
            undo();
            reject(error);
          },
        });
      });
      last = appended.catch(() => {});
      return appended;
    },
    take(fits) {
      let rows = 0;
      let size = 0;
      let count = 0;
      for (const pending of queue) {
        if (count > 0 && !fits(rows, size)) break;
        rows += pending.batch.rows;
        size += pending.bytes;
        count += 1;
      }
      return queue.splice(0, count);
    },
    failAll(error) {
      const all = queue;
      queue = [];
      for (const pending of all) pending.fail(error);
    },
    get length() {
      return queue.length;
    },
    get bytes() {
      return bytes;
    },
    get failed() {
      return failed;
    },
    settled: () => last,
  };
}
