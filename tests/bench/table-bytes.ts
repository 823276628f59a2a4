/** Prints how many bytes the tables of a data folder take, with what merges have replaced left out. */
import { z } from 'zod';
import { openDatabase } from '../../store/open-database.ts';

const database = await openDatabase({ kind: 'embedded', folder: process.argv[2] ?? '' });
const [row] = await database.query(
  'bench',
  `SELECT sum(bytes_on_disk) AS bytes FROM system.parts
   WHERE active AND database = currentDatabase()`,
  z.object({ bytes: z.number() }),
);
console.log(row?.bytes);
await database.close();
