/**
 * Asks the raw events of a filled data folder what the portfolio and a workload's page are made of, in the
 * engine alone: counts, sums, shares and quantiles by workload, and one signal in steps. Prints the
 * milliseconds as JSON.
 */
import { z } from 'zod';
import { openDatabase } from '../../store/open-database.ts';

const [folder = '', questions = '', workloads = ''] = process.argv.slice(2);
const database = await openDatabase({ kind: 'embedded', folder });
const LATEST = '(SELECT max(ts) FROM runs)';
const PORTFOLIO = `SELECT workload, count(), countIf(ok = 0), countIf(hallucination = 1), countIf(outcome = 'accepted'),
    countIf(outcome != ''), quantiles(0.5, 0.95, 0.99)(latency_ms), sum(cost_usd), sum(value_usd), sum(tokens_in),
    sum(tokens_out), uniqExact(release), min(ts), max(ts)
  FROM runs WHERE ts >= ${LATEST} - INTERVAL 30 DAY GROUP BY workload`;
const SIGNALS = `${PORTFOLIO.replace('WHERE', 'WHERE workload = {workload: String} AND')}`;
const STEPS = `SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS step, count(), quantile(0.95)(latency_ms)
  FROM runs WHERE workload = {workload: String} AND ts >= ${LATEST} - INTERVAL 1 DAY GROUP BY step ORDER BY step`;

async function timed(sql: string, workload: string): Promise<number> {
  const startedMs = performance.now();
  const rows = await database.query('bench', sql, z.record(z.string(), z.unknown()), { workload });
  if (rows.length === 0) throw new Error('there are no raw events to ask');
  return performance.now() - startedMs;
}

const times = { portfolio: [] as number[], page: [] as number[] };
for (let i = 0; i < Number(questions); i += 1) {
  const workload = `workload-${i % Number(workloads)}`;
  times.portfolio.push(await timed(PORTFOLIO, workload));
  times.page.push((await timed(SIGNALS, workload)) + (await timed(STEPS, workload)));
}
console.log(JSON.stringify(times));
await database.close();
