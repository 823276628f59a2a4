// Run once before all tests: makes the store that they begin with.
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';

const [, , folder = ''] = process.argv;
const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
await database.close();
