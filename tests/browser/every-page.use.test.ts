import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { COLOUR_RULES, findViolations } from './support/axe.ts';
import { demoReady } from './support/demo-ready.ts';
import { addressIn, addressOf, EVERY_PAGE } from './support/every-page.ts';
import { walkByKeyboard } from './support/keyboard-walk.ts';
import { settled } from './support/settled.ts';
import { signIn, visit, type Visit } from './support/visit.ts';
import { widerThanWindow } from './support/wider-than-window.ts';

let browser: Browser;
let server: TestServer;
/** One tab for all pages: opening one costs more than most of what is asked of it. */
let opened: Visit;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer({ demo: true })]);
  const visitor = await signIn(browser, server);
  await demoReady(server);
  opened = await visit(browser, `${server.url}/signin`, visitor);
  await opened.page.emulateMedia({ reducedMotion: 'reduce' });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const WIDTHS = [390, 1440];

/** What axe finds and what does not fit, in both schemes at both widths; the last is the wide one. */
async function findBarriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      const broken = await findViolations(page, colorScheme === 'dark' ? COLOUR_RULES : undefined);
      found.push(...broken.map((rule) => `${width} ${colorScheme}: ${rule}`));
    }
    found.push(...(await widerThanWindow(page)).map((element) => `${width}: too wide ${element}`));
  }
  return found;
}

it.each(EVERY_PAGE.map((page) => [addressOf(page), page] as const))(
  '%s breaks no rule of axe, fits its width, can be walked by keyboard alone, and says nothing to the console',
  async (_, listed) => {
    const { page, faults } = opened;
    await page.goto(server.url + (await addressIn(server, listed)));
    await settled(page);
    expect(await findBarriers(page)).toEqual([]);
    expect(await walkByKeyboard(page)).toEqual([]);
    if (listed.isOutside !== true) {
      await page.getByRole('link', { name: 'Skip to content' }).press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
      expect(await page.getByText('Sample data').isVisible()).toBe(true);
    }
    expect(faults.splice(0)).toEqual([]);
  },
);

it('leads anywhere by name and by key, and tells all keys', async () => {
  const { page, faults } = opened;
  await page.goto(server.url);
  await settled(page);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Page, workload or action' });
  await field.fill('copilot');
  expect(await findViolations(page)).toEqual([]);
  await field.press('Enter');
  await page.waitForURL((url) => url.pathname === '/w/support-copilot');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.waitForURL((url) => url.pathname === '/alerts');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(faults.splice(0)).toEqual([]);
});
