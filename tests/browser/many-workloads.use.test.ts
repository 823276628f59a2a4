import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { signIn, visit, type Visitor } from './support/visit.ts';

const COUNT = 200;
const idOf = (i: number): string => `many-${String(i).padStart(3, '0')}`;
const LAST = idOf(COUNT - 1);

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  const body = Array.from({ length: COUNT }, (_, i) => ({
    kind: 'run',
    workload: idOf(i),
    id: `run-${i}`,
    ok: true,
  }));
  await server.request('/v1/events', { method: 'POST', body });
  await server.request('/api/ingest/flush', { method: 'POST' });
  visitor = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const rows = (page: Page) => page.locator('a[data-row]');

/** The portfolio with all its workloads known, of which only those near the screen are drawn. */
async function open(): Promise<Awaited<ReturnType<typeof visit>>> {
  const visited = await visit(browser, `${server.url}/`, visitor);
  await visited.page.getByText(`${COUNT} workloads`, { exact: true }).waitFor();
  expect(await rows(visited.page).count()).toBeLessThan(COUNT / 2);
  return visited;
}

it('rows are drawn as somebody scrolls, and the page is as long from the beginning', async () => {
  const { page, close } = await open();
  const table = page.getByRole('table', { name: 'Workloads with verdict' });
  expect(await table.getAttribute('aria-rowcount')).toBe(String(COUNT + 1));
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await height();
  for (let i = 0; i < COUNT && (await rows(page).count()) < COUNT; i += 1) {
    await page.mouse.wheel(0, 2000);
    await page.waitForTimeout(20);
  }
  expect(await rows(page).count()).toBe(COUNT);
  expect(before / (await height())).toBeGreaterThan(0.75);
  expect(before / (await height())).toBeLessThan(1.25);
  await close();
});

it('a jump to the end, and the arrow keys, reach the last workload', async () => {
  const { page, close } = await open();
  await page.keyboard.press('End');
  await page.locator(`a[data-row="${LAST}"]`).waitFor();
  await close();

  const walked = await open();
  await walked.page.locator(`a[data-row="${idOf(0)}"]`).focus();
  for (let i = 1; i < COUNT; i += 1) await walked.page.keyboard.press('ArrowDown');
  expect(await walked.page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe(
    LAST,
  );
  await walked.close();
});

it('whoever comes back from a workload far below is where they were', async () => {
  const { page, close } = await open();
  const far = page.locator(`a[data-row="${idOf(150)}"]`);
  await page.keyboard.press('End');
  await far.waitFor();
  await far.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  await far.click();
  await page.waitForURL(`**/w/${idOf(150)}`);
  await page.goBack();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(before * 0.8);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(140);
  await close();
});

it('all of them are there once they are printed, or searched by the browser', async () => {
  const printed = await open();
  await printed.page.evaluate(() => {
    window.addEventListener('beforeprint', () => {
      document.body.dataset['printed'] = String(document.querySelectorAll('a[data-row]').length);
    });
  });
  await printed.page.pdf();
  expect(await printed.page.locator('body').getAttribute('data-printed')).toBe(String(COUNT));
  await expect.poll(() => rows(printed.page).count()).toBeLessThan(COUNT / 2);
  await printed.close();

  const searched = await open();
  await searched.page.keyboard.press('Control+f');
  expect(await rows(searched.page).count()).toBe(COUNT);
  await searched.close();
});
