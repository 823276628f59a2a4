import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '../../store/database.ts';
import { createHeadFile, type HeadFile } from '../../store/ledger/head-file.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import type { Configuration } from '../configuration.ts';
import type { Metrics, WatchedGauge } from '../metrics.ts';
import { repeat } from '../repeat.ts';
import type { Secrets } from '../secrets.ts';
import { tellProblems, type RecordCheckAnswer } from './record-check.ts';
import { createRecordDesk, type RecordDesk } from './record-desk.ts';

/** The chain's head, beside the spool and outside the database. */
export const headFileOf = (dataFolder: string, secrets: Pick<Secrets, 'ledgerHead'>): HeadFile =>
  createHeadFile(join(dataFolder, 'record.head'), secrets.ledgerHead);

/** A day in which nobody restarts or asks still has its check. */
const CHECK_INTERVAL_MS = 86_400_000;

export interface OpenRecord {
  readonly ledger: Ledger;
  readonly desk: RecordDesk;
  /**
   * Checks the record now and then, and shows in the metrics what was found.
   * @returns how to stop; resolves when a check under way has ended
   */
  keep(metrics: Pick<Metrics, 'watch'>): () => Promise<void>;
}

/** Opens the ledger; one that somebody tampered with is opened too, and said to be so in the log. */
export async function openRecord(parts: {
  readonly configuration: Pick<Configuration, 'dataFolder'>;
  readonly secrets: Pick<Secrets, 'ledger' | 'ledgerHead'>;
  readonly database: Database;
  readonly now: () => number;
  readonly log: Logger;
}): Promise<OpenRecord> {
  const { secrets, database, now, log } = parts;
  const headFile = headFileOf(parts.configuration.dataFolder, secrets);
  const ledger = await openLedger(database, secrets.ledger, now, headFile);
  const desk = createRecordDesk(ledger, now);
  const tell = (found: RecordCheckAnswer): void => {
    if (found.ok) return;
    log.error(
      { problem: found.problem, headFile: found.head_file.problem },
      `THE RECORD IS NOT AS IT WAS WRITTEN: ${tellProblems(found).join(' ')}`,
    );
  };
  tell(desk.lastCheck());
  return {
    ledger,
    desk,
    keep(metrics) {
      metrics.watch(gaugesOf(ledger, desk));
      return repeat(async () => tell(await desk.check()), {
        everyMs: CHECK_INTERVAL_MS,
        onError: (error) => log.error({ err: error }, 'the record could not be checked'),
      });
    },
  };
}

const gaugesOf = (ledger: Ledger, desk: RecordDesk): readonly WatchedGauge[] => [
  {
    name: 'bellwether_record_intact',
    help: '1 where the last check found the record as it was written, else 0',
    read: () => (desk.lastCheck().ok ? 1 : 0),
  },
  {
    name: 'bellwether_record_sequence',
    help: 'Sequence of the last record, to be compared with what was seen of it before',
    read: () => ledger.sequence(),
  },
];
