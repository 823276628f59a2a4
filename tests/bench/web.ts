import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { signIn, visit, type Visitor } from '../browser/support/visit.ts';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { isOldLine } from '../../web/portfolio/build-old-lines.ts';
import { launchBrowser } from '../support/browser.ts';
import { figure, median, sizeOf, type Benchmark, type Figure } from './benchmark.ts';
import { startBuiltServer, type BuiltServer } from './built-server.ts';
import { workloadId } from './fill-rollups.ts';
import { inFolder } from './in-folder.ts';
import { runBundled } from './run-bundled.ts';
import { listSteps, measureClick } from './web-click.ts';
import { withFreshPage } from './web-context.ts';
import { measureLoad, type Load } from './web-load.ts';

const ROUNDS = sizeOf('BENCH_ROUNDS', 5);
const WORKLOADS = sizeOf('BENCH_WEB_WORKLOADS', 200);
const DAYS = sizeOf('BENCH_WEB_DAYS', 365);
const SCRIPT_KB = 250;
const PAINT_MS = 1000;
const BLOCKING_MS = 100;
const CLICK_MS = 300;
const SEEN_S = 5;
/** Nothing waited to be stored for so long: history is in. */
const QUIET_SECONDS = 5;
/** Longest that the sample organisation takes to arrive on a busy machine. */
const PATIENCE_MS = 600_000;

type Say = (line: string) => void;

/** What a benchmark does with a browser that is signed in to a server. */
async function inBrowser<T>(
  server: BuiltServer,
  work: (browser: Browser, visitor: Visitor) => Promise<T>,
): Promise<T> {
  const browser = await launchBrowser();
  try {
    return await work(browser, await signIn(browser, server));
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function ask(server: BuiltServer, path: string): Promise<unknown> {
  const response = await fetch(server.url + path, { headers: server.headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** Waits until the sample organisation has every verdict and nothing of its history is on its way. */
async function untilComplete(server: BuiltServer): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_SECONDS;) {
    if (performance.now() > endMs) throw new Error('the sample organisation did not arrive');
    const { items } = (await ask(server, '/api/portfolio')) as { items: { verdict: string }[] };
    const { lag_ms: lagMs } = (await ask(server, '/api/ingest/status')) as { lag_ms: number };
    const isComplete = new Set(items.map(({ verdict }) => verdict)).size === 4 && lagMs < 1000;
    quiet = isComplete ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Waits until every line of the portfolio is one of this start: until then the server reads histories. */
async function untilAssessed(server: BuiltServer): Promise<void> {
  for (const endMs = performance.now() + PATIENCE_MS; performance.now() < endMs;) {
    const { items, at } = (await ask(server, '/api/portfolio')) as {
      items: PortfolioItem[];
      at: string;
    };
    if (!items.some((item) => isOldLine(item, at))) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('the portfolio is not assessed anew');
}

async function measureLoads(folder: string, say: Say): Promise<Figure[]> {
  const server = await startBuiltServer(folder, {}, 'demo');
  const loads = await inBrowser(server, async (browser, visitor) => {
    await untilComplete(server);
    const found: Load[] = [];
    // The first one warms the server and is not counted.
    for (let round = -1; round < ROUNDS; round += 1) {
      const load = await measureLoad(browser, `${server.url}/`, visitor);
      if (round >= 0) found.push(load);
    }
    return found;
  });
  const most = (atMost: number, unit: string) => ({ words: `≤ ${atMost} ${unit}`, atMost });
  const of = (read: (load: Load) => number): number[] => loads.map(read);
  const paint = of(({ largestPaintMs }) => largestPaintMs);
  say(`largest paint after ${median(paint).toFixed(0)} ms`);
  return [
    figure(
      'web, script of the first load, gzipped',
      'kB',
      of(({ scriptKb }) => scriptKb),
      most(SCRIPT_KB, 'kB'),
    ),
    figure('web, largest contentful paint', 'ms', paint, most(PAINT_MS, 'ms')),
    figure(
      'web, total blocking time',
      'ms',
      of(({ blockingMs }) => blockingMs),
      most(BLOCKING_MS, 'ms'),
    ),
  ];
}

const run = (workload: string, id: string) => ({ kind: 'run', workload, id, ok: true });

async function send({ url, headers }: BuiltServer, events: readonly object[]): Promise<void> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  if (response.status !== 202) throw new Error(`/v1/events answered ${response.status}`);
  await response.arrayBuffer();
}

/** Seconds from the acknowledgement of a workload's first event until its row stands. */
async function measureSeen(
  server: BuiltServer,
  browser: Browser,
  visitor: Visitor,
): Promise<number[]> {
  const { page, close } = await visit(browser, `${server.url}/?q=arrives`, visitor);
  await page.locator('main h1').first().waitFor();
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const workload = `arrives-${round}`;
    await send(server, [run(workload, `${workload}-1`)]);
    const sentMs = performance.now();
    await page.locator(`a[data-row="${workload}"]`).waitFor();
    seconds.push((performance.now() - sentMs) / 1000);
  }
  await close();
  return seconds;
}

/** The workload that the portfolio shows first. */
function firstRow(browser: Browser, url: string, visitor: Visitor): Promise<string> {
  return withFreshPage(browser, visitor, async (page) => {
    await page.goto(url);
    const id = await page.locator('a[data-row]').first().getAttribute('data-row');
    if (id === null) throw new Error('the portfolio has no rows');
    return id;
  });
}

async function measureManyWorkloads(folder: string, say: Say): Promise<Figure[]> {
  await runBundled('web-fill.ts', [join(folder, 'clickhouse'), String(WORKLOADS), String(DAYS)]);
  say(`${WORKLOADS} workloads with ${DAYS} days of roll-ups`);
  const server = await startBuiltServer(folder);
  return inBrowser(server, async (browser, visitor) => {
    const ids = Array.from({ length: WORKLOADS }, (_, i) => workloadId(i));
    await send(
      server,
      ids.map((id) => run(id, `first-${id}`)),
    );
    await server.flush();
    // The first answer after a start reads what later ones find in memory.
    say(`the first portfolio takes ${(await server.timeGet('/api/portfolio')).toFixed(0)} ms`);
    say(`the next ${(await server.timeGet('/api/portfolio')).toFixed(0)} ms`);
    await untilAssessed(server);
    const figures: Figure[] = [];
    for (const step of listSteps(await firstRow(browser, server.url, visitor))) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        times.push(await measureClick(browser, server.url, visitor, step));
      say(`${step.name}: ${median(times).toFixed(0)} ms`);
      figures.push(
        figure(`web, from a click to ${step.name}`, 'ms', times, {
          words: `≤ ${CLICK_MS} ms`,
          atMost: CLICK_MS,
        }),
      );
    }
    const seen = await measureSeen(server, browser, visitor);
    say(`an event is seen after ${median(seen).toFixed(1)} s`);
    const goal = { words: `< ${SEEN_S} s`, atMost: SEEN_S };
    return [...figures, figure('web, from an event to its row', 's', seen, goal)];
  });
}

/** How soon pages stand and can be used, in a browser. */
export const webBenchmark: Benchmark = {
  name: 'web',
  what: `first load of the sample organisation; clicks over ${WORKLOADS} workloads with ${DAYS} days`,
  async run(say) {
    const loads = await inFolder((folder) => measureLoads(join(folder, 'demo'), say));
    return [...loads, ...(await inFolder((folder) => measureManyWorkloads(folder, say)))];
  },
};
