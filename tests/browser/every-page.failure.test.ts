import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS, isoTime } from '../../core/time.ts';
import { launchBrowser } from '../support/browser.ts';
import { EARNING, sendEarningWorkload } from '../support/earning-workload.ts';
import { startFlakyProxy, type FlakyProxy } from '../support/flaky-proxy.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startAnswersBetween, type AnswersBetween } from './support/answers-between.ts';
import { addressIn, EVERY_PAGE } from './support/every-page.ts';
import { settled } from './support/settled.ts';
import { premature, unformatted } from './support/untrue-text.ts';
import { signIn } from './support/visit.ts';

/** On record, and never heard of. */
const SILENT = 'never-heard-of';
const PAGES = EVERY_PAGE.filter(({ isOutside }) => isOutside !== true);
const WORKLOAD_PAGES = PAGES.filter(({ route }) => route === '/w/$id');
/** Pages looked at side by side: most of the time is waiting for another attempt. */
const AT_ONCE = 4;
/** Two further attempts and their pauses, on a slow machine. */
const TOLD_MS = 15_000;

let browser: Browser;
let server: TestServer;
let proxy: FlakyProxy;
let context: BrowserContext;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  proxy = await startFlakyProxy(server.url);
  context = await browser.newContext({ storageState: await signIn(browser, server) });
  await sendEarningWorkload(server);
  const put = (path: string, body: object) => server.request(path, { method: 'PUT', body });
  await put(`/api/workloads/${SILENT}`, { title: 'Never heard of', stage: 'production' });
  await put('/api/rules/tool-calls-fail', {
    title: 'Tool calls fail',
    severity: 'warn',
    when: { signal: 'tool_call_success', op: '<', threshold: 0.9, window: '1h' },
  });
  await decide();
});

/** The verdict of the workload that is known is accepted: there is a memo. */
async function decide(): Promise<void> {
  const path = `/api/workloads/${EARNING.id}`;
  const assessed = await server.request(`${path}/assessment`);
  const { verdict, evidence_hash } = (await assessed.json()) as Record<string, string>;
  const review_date = isoTime(Date.now() + 30 * DAY_MS).slice(0, 10);
  const body = { verdict, accepts: true, review_date, evidence_hash };
  const decided = await server.request(`${path}/decisions`, { body });
  expect(decided.ok, await decided.text()).toBe(true);
}

afterAll(async () => {
  await browser.close();
  await proxy.close();
  await server.stop();
});

/** What is wrong on pages, with the page's address before it. */
async function lookAt(
  addresses: readonly string[],
  look: (page: Page, address: string, between: AnswersBetween) => Promise<string[]>,
): Promise<string[]> {
  const waiting = [...addresses];
  const found: string[] = [];
  const work = async (): Promise<void> => {
    const page = await context.newPage();
    const between = await startAnswersBetween(server.url);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const address = next;
      between.begin();
      const faults = await look(page, between.url + address, between).catch((error: Error) => [
        error.message,
      ]);
      found.push(...faults.map((fault) => `${address}: ${fault}`));
    }
    await page.close();
    await between.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

const addressesOf = (pages: typeof PAGES, workload: string): Promise<string[]> =>
  Promise.all(pages.map((page) => addressIn(server, page, workload)));

it('no page says anything of answers it does not have yet', async () => {
  const waiting = PAGES.filter(({ asksNothing }) => asksNothing !== true);
  const addresses = await addressesOf(waiting, EARNING.id);
  const faults = await lookAt(addresses, async (page, address, between) => {
    between.hold();
    await page.goto(address);
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    await page.locator('main .skeleton').first().waitFor();
    const early = await premature(page);
    between.letGo();
    await settled(page);
    return [...early.map((line) => `before the answer: ${line}`), ...(await unformatted(page))];
  });
  expect(faults).toEqual([]);
});

it('one answer that fails takes nothing else with it, is said to, and comes with the next attempt', async () => {
  const known = new Set<string>();
  const addresses = await addressesOf(PAGES, EARNING.id);
  const faults = await lookAt(addresses, async (page, address, between) => {
    await page.goto(address);
    await settled(page);
    const found: string[] = [];
    for (const endpoint of [...between.asked].filter((one) => !known.has(one))) {
      known.add(endpoint);
      between.spoil(endpoint);
      await page.goto(address);
      await settled(page);
      const again = page.getByRole('button', { name: 'Try again' });
      // What only adds to a page holds no place while it is tried again.
      await again
        .first()
        .waitFor({ timeout: TOLD_MS })
        .catch(() => found.push(`${endpoint} fails, and nothing says so`));
      if ((await page.locator('main h1').count()) === 0) found.push(`${endpoint} takes the page`);
      found.push(...(await unformatted(page)));
      between.spoil('');
      await again.evaluateAll((buttons: HTMLElement[]) => buttons.forEach((one) => one.click()));
      await again
        .first()
        .waitFor({ state: 'detached', timeout: TOLD_MS })
        .catch(() => found.push(`${endpoint} is back, and still said to fail`));
    }
    return found;
  });
  expect(faults).toEqual([]);
});

it('a workload without any telemetry is said to have none, and nothing of it is a zero', async () => {
  const addresses = await addressesOf(WORKLOAD_PAGES, SILENT);
  const faults = await lookAt(addresses, async (page, address) => {
    await page.goto(address);
    await settled(page);
    const text = await page.locator('main').innerText();
    const zeros = text.split('\n').filter((line) => /^[$€]?0([.,]0+)?\s?(%|ms|s|pp)?$/.test(line));
    return [...(await unformatted(page)), ...zeros.map((line) => `shows a zero: ${line}`)];
  });
  expect(faults).toEqual([]);
});

it('a server that stops is said to be lost on every page, and all of them recover by themselves', async () => {
  const page = await context.newPage();
  const goTo = async (address: string): Promise<void> => {
    await page.evaluate((to) => window.history.pushState({}, '', to), address);
    await settled(page);
  };
  const addresses = await addressesOf(PAGES, EARNING.id);
  const lost = page.getByText(/^Connection lost\. What is shown is as of \d\d:\d\d:\d\d/);
  proxy.mood = 'pass';
  await page.goto(proxy.url);
  for (const address of addresses) await goTo(address);
  const live = page.getByText('Live', { exact: true });
  await live.waitFor();
  proxy.mood = 'refuse';
  proxy.drop();
  await lost.waitFor();
  const faults: string[] = [];
  for (const address of addresses) {
    await page.evaluate((to) => window.history.pushState({}, '', to), address);
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    if (!(await lost.isVisible())) faults.push(`${address} does not say that nothing is heard`);
    if (await page.getByText('This page met an error').isVisible()) faults.push(`${address} broke`);
    faults.push(...(await unformatted(page)).map((line) => `${address}: ${line}`));
  }
  proxy.mood = 'pass';
  await lost.waitFor({ state: 'detached' });
  for (const address of addresses) {
    await goTo(address);
    await page.getByText('could not be loaded').first().waitFor({ state: 'detached' });
  }
  expect(faults).toEqual([]);
  await page.close();
});

it('a page that was never loaded waits for a server that is away, and appears once it is back', async () => {
  const page = await context.newPage();
  proxy.mood = 'pass';
  await page.goto(proxy.url);
  await settled(page);
  proxy.mood = 'refuse';
  proxy.drop();
  await page.getByText(/^Connection lost/).waitFor();
  await page.getByRole('link', { name: 'Record', exact: true }).click();
  await page.getByText(/^Connection lost/).waitFor();
  proxy.mood = 'pass';
  await page.getByRole('heading', { level: 1, name: 'Record' }).waitFor();
  await page.getByText('could not be loaded').first().waitFor({ state: 'detached' });
  await page.close();
});
