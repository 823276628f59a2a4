/** Fills a data folder with the roll-ups of many workloads, for pages to be opened over them. */
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { fillRollups } from './fill-rollups.ts';

const HOUR_MS = 3_600_000;
const [folder = '', workloads = '', days = ''] = process.argv.slice(2);
const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
await fillRollups(database, { workloads: Number(workloads), hours: Number(days) * 24, endMs });
await database.close();
