import { expect, test } from 'vitest';
import { z } from 'zod';
import { createQueryTimes } from '../../server/query-times.ts';
import type { Database } from '../../store/database.ts';

test('every answer is timed under the name of its question, a failed one too', async () => {
  let nowMs = 0;
  const times = createQueryTimes(() => nowMs);
  const fake: Partial<Database> = {
    query: (name) => {
      nowMs += name === 'portfolio' ? 40 : 3000;
      return name === 'portfolio' ? Promise.resolve([]) : Promise.reject(new Error('away'));
    },
  };
  const watched = times.watch(fake as Database);
  await watched.query('portfolio', 'SELECT 1', z.object({}));
  await watched.query('portfolio', 'SELECT 1', z.object({}));
  await expect(watched.query('runs', 'SELECT 2', z.object({}))).rejects.toThrow('away');
  const { values } = await times.histogram.get();
  const told = values
    .filter(({ metricName }) => metricName !== 'bellwether_query_seconds_bucket')
    .map(({ metricName = '', labels, value }) => [metricName.slice(25), labels.question, value]);
  expect(told).toEqual([
    ['sum', 'portfolio', 0.08],
    ['count', 'portfolio', 2],
    ['sum', 'runs', 3],
    ['count', 'runs', 1],
  ]);
});
