import { randomUUID } from 'node:crypto';
import { createIngest } from '../ingest/create-ingest.ts';
import type { IngestLog } from '../ingest/ingest-log.ts';
import type { Ingest, IngestDeps, IngestLimits } from '../ingest/ingest.ts';
import { loadTakenIds, type TakenIds } from '../ingest/taken-ids.ts';
import type { Database } from '../store/database.ts';
import { createSegmentTarget } from '../store/insert-segment.ts';
import { findKnownEvents } from '../store/questions/find-known-events.ts';
import { recentIds } from '../store/questions/recent-ids.ts';
import { shareTarget, type SharedTarget } from '../store/share-target.ts';
import type { Configuration } from './configuration.ts';
import type { Peers } from './processes/peers.ts';
import type { Secrets } from './secrets.ts';
import { createTraceStore } from './trace-store.ts';

export interface OpenIngest {
  readonly ingest: Ingest;
  readonly alone: SharedTarget['alone'];
}

/** What tells a process's segments from those of others. */
export interface SpoolName {
  readonly name: string;
  /** Absent: a number made of the installation's secret. */
  readonly number?: number;
}

type Told = Pick<
  IngestDeps,
  | 'hashUser'
  | 'priceOverrides'
  | 'redactor'
  | 'now'
  | 'log'
  | 'onTaken'
  | 'onHandedOver'
  | 'noteHandedOver'
>;

interface Place {
  readonly configuration: Configuration;
  readonly limits: Partial<IngestLimits> | undefined;
  readonly secrets: Pick<Secrets, 'dedupe'>;
  readonly now: () => number;
  readonly log: IngestLog;
}

/** Begins to read which ids are taken; that it failed is told by {@link openIngest}, which waits for it. */
export function beginTakenIds({
  configuration,
  limits,
  secrets,
  now,
  log,
}: Place): Promise<TakenIds> {
  const { dataFolder, dedupeWindowMs } = { ...configuration, ...limits };
  const elapsedMs = (): number => performance.now();
  const deps = { dataFolder, dedupeKey: secrets.dedupe, now, elapsedMs, log };
  const taken = loadTakenIds(deps, dedupeWindowMs);
  taken.catch(() => undefined);
  return taken;
}

/** Opens the spool of the data folder, and what takes telemetry into it. */
export async function openIngest(
  parts: Told &
    Place & {
      readonly takenIds: Promise<TakenIds>;
      readonly spool: SpoolName;
      readonly database: Database;
      /** Other processes that take telemetry; null where there are none. */
      readonly peers: Pick<Peers, 'ownerOf'> | null;
    },
): Promise<OpenIngest> {
  const { configuration, limits, secrets, spool, database, peers, ...told } = parts;
  const owns = (workload: string): boolean => !peers || peers.ownerOf(workload) === null;
  const { target, alone } = shareTarget(
    createSegmentTarget(database, {
      rawRetentionDays: configuration.rawRetentionDays,
      spool: spool.name,
      nextToken: randomUUID,
    }),
  );
  const ingest = await createIngest({
    ...told,
    dataFolder: configuration.dataFolder,
    target,
    recentIds: (sinceMs, untilMs) => recentIds(database, sinceMs, untilMs),
    findKnown: (question) => findKnownEvents(database, question),
    traceStore: createTraceStore(database, owns),
    dedupeKey: secrets.dedupe,
    ...(spool.number === undefined ? {} : { spoolNumber: spool.number }),
    limits: {
      dedupeWindowMs: configuration.dedupeWindowMs,
      bytes: configuration.spoolLimitBytes,
      ...limits,
    },
    elapsedMs: () => performance.now(),
    randomId: randomUUID,
    random: Math.random,
  });
  return { ingest, alone };
}
