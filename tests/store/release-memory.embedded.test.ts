import { expect, test } from 'vitest';
import { RELEASE_MEMORY } from '../../store/open-database.ts';
import { useDatabase } from '../support/database.ts';

const MEGABYTE = 1_000_000;
const database = useDatabase();

test('what a large question took of memory is given back to the system when that is asked for', async () => {
  const question = 'SELECT uniqExact(number) AS n FROM numbers(4000000)';
  for (let round = 0; round < 3; round += 1) await database().queryNative('test', question);
  const before = process.memoryUsage().rss;
  await database().command('test', RELEASE_MEMORY);
  const released = before - process.memoryUsage().rss;
  expect(released).toBeGreaterThan(20 * MEGABYTE);
});
