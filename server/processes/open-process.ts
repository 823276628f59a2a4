import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { BellwetherError } from '../../core/errors.ts';
import type { Database } from '../../store/database.ts';
import { fenceDatabase } from '../../store/fence-database.ts';
import { readDatabaseClock } from '../../store/hand-over-notes.ts';
import { prepareProcesses } from '../../store/migrate.ts';
import type { Configuration } from '../configuration.ts';
import type { HeardTelemetry } from '../hear-telemetry.ts';
import type { SpoolName } from '../open-ingest.ts';
import type { Secrets } from '../secrets.ts';
import { ALONE, takeControl, type ControlLease } from './control-lease.ts';
import { createHandOverLook, followHandOvers } from './follow-hand-overs.ts';
import { createPeers, type Peers } from './peers.ts';
import { loadProcessId } from './process-id.ts';

/** The process that writes the ledger, among the others of its installation. */
export interface OpenProcess {
  /** Takes rows only for as long as no other process has taken over. */
  readonly database: Database;
  readonly spool: SpoolName;
  readonly peers: Peers | null;
  readonly others: ControlLease['others'];
  /**
   * Hears of what others hand over, from the opening on, for as long as it runs.
   * @returns how to stop; resolves when nothing is under way any more
   */
  readonly hearOthers: (hear: (heard: HeardTelemetry) => Promise<void>) => () => Promise<void>;
  /** Frees the place for the next. */
  readonly leave: () => Promise<void>;
}

/**
 * Takes the place of the process that writes the ledger.
 * @throws BellwetherError `conflict` where another one lives
 */
export async function openProcess(parts: {
  readonly configuration: Configuration;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly onLost: (error: BellwetherError) => void;
  readonly now: () => number;
  readonly log: Logger;
}): Promise<OpenProcess> {
  const { configuration, secrets, database, onLost, now, log } = parts;
  const settings = configuration.process;
  const { id, spoolNumber } = await loadProcessId(configuration.dataFolder);
  const peers = createPeers(settings, secrets);
  const spool =
    settings.role === 'all' ? { name: secrets.spoolName } : { name: id, number: spoolNumber };
  if (configuration.database.kind === 'embedded') {
    const { others, keep } = ALONE;
    return { database, spool, peers, others, hearOthers: () => keep(), leave: keep() };
  }
  await prepareProcesses(database);
  const run = randomBytes(8).toString('hex');
  const lease = await takeControl({ database, settings, process: id, run, onLost, now, log });
  const sinceMs = await readDatabaseClock(database);
  return {
    database: fenceDatabase(database, () => lease.mayWrite()),
    spool,
    peers,
    others: () => lease.others(),
    hearOthers: (hear) =>
      peers === null
        ? ALONE.keep()
        : followHandOvers(createHandOverLook({ database, sinceMs, hear }), log),
    leave: lease.keep(),
  };
}
