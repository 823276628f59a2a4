/**
 * Takes the pictures of the documents: every page on the sample organisation, light and dark, wide
 * and narrow, into docs/images. Run it after a change of the dashboard: `npm run gallery`.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { signIn, visit, type Scheme, type Visitor } from '../tests/browser/support/visit.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { startTestServer, type TestServer } from '../tests/support/server.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const WIDTHS = { wide: 1440, narrow: 390 } as const;
const HEIGHT = 900;
const SCHEMES: readonly Scheme[] = ['light', 'dark'];
/** Longest that the sample organisation takes to arrive on a slow machine. */
const PATIENCE_MS = 120_000;
/** For charts and sparklines to be drawn, and for pages without any. */
const DRAW_MS = 4_000;
const SETTLE_MS = 1_500;

/** Waits until the sample organisation shows all four verdicts and nothing waits to be stored. */
async function untilComplete(server: TestServer): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await wait(1000)) {
    const portfolio = await server.request('/api/portfolio');
    const { items } = (await portfolio.json()) as { items: { verdict: string }[] };
    const ingest = await server.request('/api/ingest/status');
    const { lag_ms } = (await ingest.json()) as { lag_ms: number };
    if (new Set(items.map(({ verdict }) => verdict)).size === 4 && lag_ms < 1000) return;
  }
  throw new Error('the sample organisation did not become complete');
}

/** Small charts are drawn when they come into view, so everything is brought into view once. */
async function scrollThrough(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await wait(1_000);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 400) {
    await page.mouse.wheel(0, 400);
    await wait(50);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
}

const browser = await launchBrowser();

/** Of a list that goes on, the beginning shows all there is to see. */
const LONGEST = 5000;

async function take(
  server: TestServer,
  visitor: Visitor | null,
  pages: Record<string, string>,
  settleMs: number = SETTLE_MS,
  /** Opens a dialog over the page: the picture is of the window, which is all that it covers. */
  open?: (page: Page) => Promise<void>,
): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    for (const scheme of SCHEMES) {
      for (const [size, width] of Object.entries(WIDTHS)) {
        const { page, close } = await visit(browser, server.url + path, visitor, {
          width,
          height: HEIGHT,
          scheme,
        });
        await scrollThrough(page);
        await open?.(page);
        await wait(settleMs);
        const suffix = size === 'wide' ? '' : '-narrow';
        const file = join(FOLDER, `${name}-${scheme}${suffix}.png`);
        const length = await page.evaluate(() => document.documentElement.scrollHeight);
        const clip = { x: 0, y: 0, width, height: open ? HEIGHT : Math.min(length, LONGEST) };
        await page.screenshot({ path: file, animations: 'disabled', fullPage: true, clip });
        console.log(file);
        await close();
      }
    }
  }
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('su');
}

/** A decision of the sample organisation that is in force. */
async function findSigned(server: TestServer): Promise<string> {
  const response = await server.request('/api/decisions?state=in_force');
  const { items } = (await response.json()) as { items: { id: string }[] };
  const [first] = items;
  if (first === undefined) throw new Error('the sample organisation has decided nothing');
  return first.id;
}

await mkdir(FOLDER, { recursive: true });
const demo = await startTestServer({ demo: true });
const empty = await startTestServer();
try {
  await untilComplete(demo);
  const visitor = await signIn(browser, demo);
  await take(demo, visitor, {
    readiness: '/w/policy-answers?tab=readiness',
    audit: '/w/support-copilot?tab=audit',
    decisions: '/decisions',
    memo: `/decisions/${await findSigned(demo)}`,
    reviews: '/reviews',
    record: '/record',
    settings: '/settings',
    receivers: '/settings?tab=receivers',
    routes: '/settings?tab=routes',
    silences: '/alerts?tab=silences&silence=new',
    help: '/help',
  });
  await take(demo, null, { 'sign-in': '/signin' });
  const charted = {
    portfolio: '/',
    workload: '/w/policy-answers',
    deciding: '/w/support-copilot?tab=decisions',
    report: '/report',
    return: '/w/policy-answers?tab=return&if=rate.hallucination_rate:0.2',
    compare: '/w/policy-answers?tab=compare&over=90d',
    policies: '/policies?policy=customer-facing&set=hallucination_rate.limit:0.015,roi.limit:2.5',
    rules: '/rules?rule=tool-calls-fail',
    ingest: '/ingest',
    'ingest-tail': '/ingest?tab=tail',
    'ingest-contract': '/ingest?tab=contract&kind=run',
    // Last: what goes wrong in the sample organisation takes some minutes to fire.
    alerts: '/alerts',
  };
  await take(demo, visitor, charted, DRAW_MS);
  await take(demo, visitor, { palette: '/' }, SETTLE_MS, openPalette);
  await take(empty, await signIn(browser, empty), { 'first-run': '/' });
} finally {
  await browser.close();
  await demo.stop();
  await empty.stop();
}
