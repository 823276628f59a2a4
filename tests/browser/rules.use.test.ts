import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../core/time.ts';
import { launchBrowser } from '../support/browser.ts';
import { barriersOf } from './support/barriers.ts';
import type { ClockedServer } from './support/clocked-server.ts';
import { alertsOf, startWithAlerts } from './support/firing-alerts.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

/** A preview reads thirty days, on a machine that does other things as well. */
const PREVIEWED = { timeout: 20_000 };

let browser: Browser;
let server: ClockedServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startWithAlerts()]);
  visitor = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);

describe('a rule', () => {
  it('is changed with a preview; what is wrong stands beside its field', async () => {
    const { page, faults, close } = await open('/rules');
    await page.getByRole('link', { name: 'Answers too slow' }).click();
    await page.getByText(/^It would (not )?have fired/).waitFor(PREVIEWED);
    const window = page.getByLabel('Window', { exact: true });
    await window.fill('90s');
    await page.getByRole('button', { name: 'Save as version 2' }).click();
    await page.getByText('It is not saved: see the fields that are marked.').waitFor();
    expect(await window.getAttribute('aria-invalid')).toBe('true');
    await page
      .getByText(/^expected whole minutes/)
      .first()
      .waitFor();
    await window.fill('2h');
    await page.getByLabel('Threshold, ms').fill('1500');
    await page.getByRole('button', { name: 'Save as version 2' }).click();
    const kept = async (): Promise<object> => {
      const { when } = (await (await server.request('/api/rules/slow')).json()) as { when: object };
      return when;
    };
    await expect.poll(kept, PREVIEWED).toMatchObject({ threshold: 1500, window: '2h' });
    await page.getByRole('button', { name: 'Save as version 3' }).waitFor();
    // The refusal of a rule that is wrong is no fault of the page.
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
    await close();
  });

  it('is written new, never over another of its id', async () => {
    const { page, close } = await open('/rules?write=new');
    await page.getByLabel('Title', { exact: true }).fill('Errors');
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('errors');
    await page.getByRole('button', { name: 'Save the rule' }).click();
    await page.getByText('There is a rule of that id already').waitFor();
    await page.getByLabel('Id', { exact: true }).fill('errors-at-night');
    await page.getByLabel('Workloads', { exact: true }).fill('nobody-*');
    await page.getByRole('button', { name: 'Save the rule' }).click();
    await page.waitForURL('**rule=errors-at-night**');
    await page.getByText('version 1').waitFor();
    await close();
  });

  it('is deleted only after a second word; its alerts then are among those that ended', async () => {
    const { page, close } = await open('/rules?rule=slow');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
    await server.pass(2 * MINUTE_MS);
    expect((await alertsOf(server, '?state=resolved')).length).toBeGreaterThan(2);
    await page.goto(`${server.url}/alerts?tab=ended`);
    await page.getByText('its rule was deleted').first().waitFor();
    await page.getByRole('heading', { level: 2, name: 'Which rules fire most' }).waitFor();
    await close();
  });
});

/** The list and a rule of it are looked at with every page. */
it.each([
  ['new', '/rules?write=new', /^It would (not )?have fired/],
  ['ended-alerts', '/alerts?tab=ended', /^Which rules fire most/],
])('%s has no barrier and fits its width, wide and narrow', async (name, path, text) => {
  const { page, faults, close } = await open(path);
  await page.getByText(text).first().waitFor(PREVIEWED);
  expect(await barriersOf(page, `rules-${name}`)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
