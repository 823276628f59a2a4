import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Visitor } from '../browser/support/visit.ts';
import { withFreshPage } from './web-context.ts';

/** Long tasks up to this long after the first paint block somebody who wants to begin. */
const BLOCKING_WINDOW_MS = 5000;
/** What a task may take before it is felt. */
const TASK_MS = 50;

/** What the first load of a page took. */
export interface Load {
  /** Script loaded before anybody did anything, each file gzipped, kB of 1,000 bytes. */
  readonly scriptKb: number;
  readonly largestPaintMs: number;
  readonly blockingMs: number;
}

interface Seen {
  firstPaintMs: number;
  largestPaintMs: number;
  readonly tasks: { readonly startMs: number; readonly ms: number }[];
}

declare global {
  interface Window {
    seenByBenchmark: Seen;
  }
}

/** Runs in the page before anything of it does. */
function observe(): void {
  const seen: Seen = { firstPaintMs: 0, largestPaintMs: 0, tasks: [] };
  window.seenByBenchmark = seen;
  const watch = (type: string, note: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') seen.firstPaintMs = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => {
    seen.largestPaintMs = startTime;
  });
  watch('longtask', ({ startTime, duration }) =>
    seen.tasks.push({ startMs: startTime, ms: duration }),
  );
}

/** Milliseconds over the limit of tasks between the first paint and the end of the window. */
export function sumBlocking({ firstPaintMs, tasks }: Pick<Seen, 'firstPaintMs' | 'tasks'>): number {
  return tasks
    .filter(({ startMs, ms }) => startMs + ms > firstPaintMs)
    .filter(({ startMs }) => startMs < firstPaintMs + BLOCKING_WINDOW_MS)
    .reduce((sum, { ms }) => sum + Math.max(0, ms - TASK_MS), 0);
}

async function scriptBytes(page: Page, load: () => Promise<unknown>): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await load();
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Opens a page in a browser that knows nothing of it yet, and leaves it alone. */
export function measureLoad(browser: Browser, address: string, visitor: Visitor): Promise<Load> {
  return withFreshPage(browser, visitor, async (page) => {
    await page.addInitScript(observe);
    const bytes = await scriptBytes(page, async () => {
      await page.goto(address);
      await page.locator('a[data-row]').first().waitFor();
      await page.waitForTimeout(BLOCKING_WINDOW_MS);
    });
    const seen = await page.evaluate(() => window.seenByBenchmark);
    if (seen.largestPaintMs === 0) throw new Error('the page said nothing of its paints');
    return {
      scriptKb: bytes / 1000,
      largestPaintMs: seen.largestPaintMs,
      blockingMs: sumBlocking(seen),
    };
  });
}
