import { join } from 'node:path';
import {
  figure,
  median,
  quantile,
  ratios,
  sizeOf,
  type Benchmark,
  type Figure,
} from './benchmark.ts';
import { startBuiltServer, type BuiltServer } from './built-server.ts';
import { workloadId } from './fill-rollups.ts';
import { FULL_EVENTS, fullInstallation } from './full-installation.ts';
import { inFolder } from './in-folder.ts';
import { WORKLOADS as RAW_WORKLOADS } from './ingest-events.ts';
import { runBundled } from './run-bundled.ts';

const QUESTIONS = sizeOf('BENCH_QUESTIONS', 40);
const WORKLOADS = sizeOf('BENCH_WEB_WORKLOADS', 200);
const DAYS = sizeOf('BENCH_WEB_DAYS', 365);
const P95_MS = 100;
const QUICKER = 20;
/** Workloads of which something came before each look at the portfolio. */
const NEWS = 5;
const LOOK_MS = 20;
const DAY_MS = 86_400_000;

/** Milliseconds that each question took. */
interface Times {
  readonly portfolio: number[];
  readonly page: number[];
}

async function sendRuns(server: BuiltServer, ids: readonly string[]): Promise<void> {
  const events = ids.map((workload) => ({
    kind: 'run',
    workload,
    id: `now-${workload}-${Date.now()}`,
    ok: true,
    latency_ms: 800,
  }));
  const response = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { ...server.headers, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  if (response.status !== 202) throw new Error(`/v1/events answered ${response.status}`);
  await response.arrayBuffer();
}

/** Waits until nothing of what was sent waits to be stored. A flush would also bring the pages up to date. */
async function untilStored({ url, headers }: BuiltServer): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/ingest/status`, { headers });
    const { spool_segments: waiting } = (await response.json()) as { spool_segments: number };
    if (waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/**
 * What the two pages ask, each time after something came: of several workloads, which the portfolio does
 * not wait for, and of the one that is opened, whose own page works it in.
 */
async function askPages(server: BuiltServer, idOf: (i: number) => string): Promise<Times> {
  const times: Times = { portfolio: [], page: [] };
  for (let i = 0; i < QUESTIONS; i += 1) {
    const id = idOf(i);
    const others = Array.from({ length: NEWS }, (_, n) => idOf(i + n + 1));
    await sendRuns(server, others);
    await untilStored(server);
    times.portfolio.push(await server.timeGet('/api/portfolio'));
    await sendRuns(server, [id]);
    await untilStored(server);
    const to = new Date().toISOString();
    const from = new Date(Date.now() - DAY_MS).toISOString();
    const series = `signal=latency_p95&from=${from}&to=${to}&step=5m`;
    const assessment = await server.timeGet(`/api/workloads/${id}/assessment`);
    times.page.push(assessment + (await server.timeGet(`/api/workloads/${id}/series?${series}`)));
  }
  return times;
}

async function askYear(say: (line: string) => void): Promise<Figure[]> {
  return inFolder(async (folder) => {
    await runBundled('web-fill.ts', [join(folder, 'clickhouse'), String(WORKLOADS), String(DAYS)]);
    say(`${WORKLOADS} workloads with ${DAYS} days of roll-ups`);
    const server = await startBuiltServer(folder);
    try {
      const ids = Array.from({ length: WORKLOADS }, (_, i) => workloadId(i));
      await sendRuns(server, ids);
      await server.flush();
      // The first answer after a start reads what later ones find in memory.
      for (const id of ids) await server.timeGet(`/api/workloads/${id}/assessment`);
      const times = await askPages(server, (i) => ids[i % ids.length] ?? '');
      const goal = { words: `≤ ${P95_MS} ms`, atMost: P95_MS };
      return [
        figure('dashboard, portfolio, p95', 'ms', [quantile(times.portfolio, 0.95)], goal),
        figure('dashboard, workload page, p95', 'ms', [quantile(times.page, 0.95)], goal),
      ];
    } finally {
      await server.stop();
    }
  });
}

async function askRaw(say: (line: string) => void): Promise<Figure[]> {
  const { folder } = await fullInstallation();
  const server = await startBuiltServer(folder);
  const pages = await (async (): Promise<Times> => {
    try {
      await askPages(server, (i) => `workload-${i % RAW_WORKLOADS}`);
      return await askPages(server, (i) => `workload-${i % RAW_WORKLOADS}`);
    } finally {
      await server.stop();
    }
  })();
  const size = [join(folder, 'clickhouse'), String(QUESTIONS), String(RAW_WORKLOADS)];
  const raw = JSON.parse(await runBundled('raw-questions.ts', size)) as Times;
  const goal = { words: `≥ ${QUICKER} ×`, atLeast: QUICKER };
  return (['portfolio', 'page'] as const).map((name) => {
    say(`${name}: ${median(pages[name]).toFixed(1)} ms, raw ${median(raw[name]).toFixed(1)} ms`);
    return figure(
      `dashboard, ${name} against raw events`,
      '×',
      ratios(raw[name], pages[name]),
      goal,
    );
  });
}

/** How soon the two pages that people look at most are answered, and what raw events would take. */
export const dashboardBenchmark: Benchmark = {
  name: 'dashboard',
  what: `portfolio and workload page over ${DAYS} days, and against ${FULL_EVENTS.toLocaleString('en')} raw events`,
  run: async (say) => [...(await askYear(say)), ...(await askRaw(say))],
};
