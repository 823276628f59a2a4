import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { HandedOver } from '../../ingest/hand-over.ts';
import { createIngest } from '../../ingest/create-ingest.ts';
import type { Ingest, IngestDeps } from '../../ingest/ingest.ts';
import { decodeRows, type ReadValue } from '../../ingest/row-reader.ts';
import { diskFiles, type SpoolFiles } from '../../ingest/spool-files.ts';
import type { RawTable } from '../../store/raw-columns.ts';
import type { SealedSegment, SegmentTarget } from '../../store/segment-target.ts';
import { createMemoryTraceStore } from './memory-trace-store.ts';
import { NOW } from './test-moment.ts';

type Row = Record<string, ReadValue>;

/** A database in memory that keeps whole segments, and can be told to fail or to wait. */
export interface MemoryTarget extends SegmentTarget {
  readonly segments: Map<bigint, { readonly table: RawTable; readonly rows: readonly Row[] }>;
  readonly calls: string[];
  rows(table: RawTable): Row[];
  /** What the store's questions about traces would find in it. */
  readonly traceStore: IngestDeps['traceStore'];
  /** Runs before each call; may throw or wait. */
  before: (call: 'insert' | 'repair', segment: SealedSegment) => void | Promise<void>;
}

export function createMemoryTarget(): MemoryTarget {
  const segments: MemoryTarget['segments'] = new Map();
  const keep = async ({ id, table, path }: SealedSegment): Promise<number> => {
    const rows = decodeRows(table, await readFile(path));
    segments.set(id, { table, rows });
    return rows.length;
  };
  const target: MemoryTarget = {
    segments,
    traceStore: createMemoryTraceStore((table) => target.rows(table)),
    calls: [],
    before: () => {},
    rows: (table) =>
      [...segments.values()].flatMap((segment) => (segment.table === table ? segment.rows : [])),
    async insert(segment) {
      target.calls.push(`insert ${segment.id}`);
      await target.before('insert', segment);
      await keep(segment);
    },
    async repair(segment) {
      target.calls.push(`repair ${segment.id}`);
      await target.before('repair', segment);
      return segments.has(segment.id) ? 0 : keep(segment);
    },
  };
  return target;
}

/** A target that is away, so that segments stay on disk. */
export function createAbsentTarget(): MemoryTarget {
  const target = createMemoryTarget();
  target.before = () => {
    throw new Error('the database is away');
  };
  return target;
}

/** The segment files below a data folder, oldest first. */
export async function segmentPaths(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'spool');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.rows'));
  return names.toSorted().map((name) => join(folder, name));
}

/** The ids of the runs that a target holds. */
export const runIds = (target: MemoryTarget): unknown[] => target.rows('runs').map(({ id }) => id);

/** A folder of this test's own, gone after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-ingest-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a test may look at beside the ingest it opened. */
export interface Opened {
  readonly ingest: Ingest;
  readonly target: MemoryTarget;
  readonly handedOver: HandedOver[];
  readonly warnings: string[];
}

let nextId = 0;

/** Opens ingest over a memory target; closed after the test. */
export async function open(
  dataFolder: string,
  overrides: Partial<IngestDeps> & { readonly target?: MemoryTarget } = {},
): Promise<Opened> {
  const target = overrides.target ?? createMemoryTarget();
  const handedOver: HandedOver[] = [];
  const warnings: string[] = [];
  const say = (_: unknown, message: string): void => void warnings.push(message);
  const ingest = await createIngest({
    dataFolder,
    recentIds: async function* () {},
    traceStore: target.traceStore,
    findKnown: async ({ table, receivedBeforeMs, segment }) =>
      [...target.segments].flatMap(([id, { table: of, rows }]) =>
        of === table && id !== segment
          ? rows
              .filter((row) => Number(row['received_at']) < receivedBeforeMs)
              .map((row) => ({
                workload: String(row['workload']),
                id: String(row['id']),
                tsMs: Number(row['ts']),
              }))
          : [],
      ),
    hashUser: (user) => `hash of ${user.length}`,
    dedupeKey: Buffer.alloc(16, 7),
    onHandedOver: (segment) => void handedOver.push(segment),
    now: () => NOW,
    randomId: () => `made-${(nextId += 1)}`,
    random: () => 0.5,
    log: { info: () => {}, warn: say, error: say },
    ...overrides,
    target,
  });
  onTestFinished(() => ingest.close());
  return { ingest, target, handedOver, warnings };
}

/** Sends events as JSON under a key that may write anything. */
export function send(
  ingest: Ingest,
  events: unknown,
  more: Partial<Parameters<Ingest['accept']>[0]> = {},
): ReturnType<Ingest['accept']> {
  return ingest.accept({
    body: Buffer.from(typeof events === 'string' ? events : JSON.stringify(events)),
    contentType: 'application/json',
    contentEncoding: '',
    allowedWorkloads: null,
    keyId: 'key-1',
    ...more,
  });
}

/** A run of the workload `w`. */
export function run(id: string, more: object = {}): object {
  return { kind: 'run', workload: 'w', id, ts: NOW - 1000, latency_ms: 5, ...more };
}

/** The real disk with a switch for each fault. */
export function createFaultyDisk(): {
  files: SpoolFiles;
  faults: { write: boolean; sync: boolean; cut: boolean };
} {
  const faults = { write: false, sync: false, cut: false };
  const files: SpoolFiles = {
    ...diskFiles,
    async create(path) {
      const file = await diskFiles.create(path);
      return {
        ...file,
        async write(buffers, position) {
          if (!faults.write) return file.write(buffers, position);
          const all = Buffer.concat(buffers);
          await file.write([all.subarray(0, Math.ceil(all.length * 0.6))], position);
          throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        },
        async sync() {
          if (faults.sync) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
          return file.sync();
        },
      };
    },
    async cut(path, size) {
      if (faults.cut) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
      return diskFiles.cut(path, size);
    },
  };
  return { files, faults };
}
