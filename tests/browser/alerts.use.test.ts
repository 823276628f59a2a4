import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { findViolations } from './support/axe.ts';
import { barriersOf } from './support/barriers.ts';
import type { ClockedServer } from './support/clocked-server.ts';
import { alertsOf, startWithAlerts } from './support/firing-alerts.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

const SOON = { timeout: 8000 };

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
const rowOf = (page: Page, title: string, workload: string) =>
  page.getByRole('rowgroup', { name: workload }).getByRole('row').filter({ hasText: title });
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

describe('what fires', () => {
  it('is taken, commented on, snoozed and opened by keyboard alone', async () => {
    const { page, faults, close } = await open('/alerts');
    await page
      .getByRole('heading', {
        level: 1,
        name: '6 alerts fire on 3 workloads, nobody has taken any',
      })
      .waitFor();
    await page.keyboard.press('j');
    expect(await focusedText(page)).toContain('Errors above what customers bear');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    expect(await focusedText(page)).toContain('Answers too slow');
    await page.keyboard.press('x');
    await page.getByText('2 alerts').waitFor();
    await page.keyboard.press('a');
    await page.keyboard.type('on it');
    await page.keyboard.press('Enter');
    await page.getByText('2 alerts acknowledged.').waitFor();
    await expect.poll(() => page.getByText('taken by administrator').count(), SOON).toBe(2);
    const taken = (await alertsOf(server)).filter(
      ({ response }) => response.acknowledged_at !== null,
    );
    expect(taken.map(({ response }) => response.acts.map(({ text }) => text))).toEqual([
      ['on it'],
      ['on it'],
    ]);

    await page.keyboard.press('c');
    await page.keyboard.type('provider is down');
    await page.keyboard.press('Enter');
    await page.getByText('1 alert commented on.').waitFor();
    await page.keyboard.press('z');
    await page.keyboard.press('Enter');
    await page.getByText('1 alert snoozed.').waitFor();
    await page.getByText(/^snoozed until \d\d:\d\d$/).waitFor(SOON);

    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.has('alert'));
    const panel = page.getByRole('region', { name: 'The alert' });
    await panel.getByRole('heading', { level: 2 }).waitFor();
    await panel.getByRole('slider').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('alert'));
    await expect.poll(() => page.evaluate(() => document.activeElement?.role), SOON).toBe('row');
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByRole('region', { name: 'Keys: Alerts' }).waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await close();
  });

  it('is taken by one of two people who try at once, and the other is told by whom and when', async () => {
    const { page, close } = await open('/alerts?only=open&severity=page');
    const first = page.getByRole('row', { selected: false }).first();
    await first.waitFor();
    await page.keyboard.press('j');
    const id = await page.evaluate(() => document.activeElement?.id.replace('alert-', ''));
    await page.keyboard.press('a');
    const field = page.getByLabel('Note, if any');
    await field.waitFor();
    const path = `/api/alerts/${id}/acknowledge`;
    expect((await server.request(path, { body: { note: 'faster' } })).status).toBe(200);
    await page.keyboard.press('Enter');
    await page
      .getByText(
        /^Errors above what customers bear on .+: Already acknowledged by key environment at \d\d:\d\d\.$/,
      )
      .waitFor();
    await page.goto(`${server.url}/alerts?alert=${id}`);
    const panel = page.getByRole('region', { name: 'The alert' });
    await panel.getByText('key environment acknowledged it').waitFor();
    expect(await panel.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
    await close();
  });

  it('keeps filters and groups in its address, and is shown as text whatever it holds', async () => {
    const { page, faults, close } = await open('/alerts');
    await page.getByRole('button', { name: /^Warn/ }).click();
    await page.getByRole('combobox', { name: 'Workload' }).selectOption('voice');
    await page.waitForURL(/severity=warn.*workload=voice/);
    await page.reload();
    await rowOf(page, 'Answers too slow', 'voice').waitFor();
    await page.getByText('1 of 6').waitFor();
    await page.getByRole('button', { name: /^Warn/ }).click();
    await page.getByRole('combobox', { name: 'Grouped' }).selectOption('rule');
    await page.getByText('Customers see errors <img src=x>').first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  it('appears in an open page by itself', async () => {
    const { page, close } = await open('/alerts');
    await page.getByText(/6 alerts fire/).waitFor();
    const id = (await alertsOf(server)).find((one) => one.response.assignee === null)?.id;
    await server.request(`/api/alerts/${id}/assign`, { body: { to: 'grace' } });
    await page.getByText('for grace').waitFor(SOON);
    await close();
  });
});

it.each([
  ['alerts', '/alerts', /^\d alerts? fire/],
  ['ended', '/alerts?tab=ended', /^No alert has ended yet/],
])('%s has no barrier and fits its width, wide and narrow', async (name, path, text) => {
  const { page, faults, close } = await open(path);
  await page.getByText(text).first().waitFor({ timeout: 20_000 });
  expect(await barriersOf(page, `alerts-${name}`)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

it('an opened alert has no barrier and fits its width, wide and narrow', async () => {
  const [alert] = await alertsOf(server);
  const { page, close } = await open(`/alerts?alert=${alert?.id}`);
  await page.getByRole('slider').waitFor();
  await page.getByRole('button', { name: 'Assign' }).click();
  await page.getByLabel('To whom').waitFor();
  expect(await barriersOf(page, 'alerts-opened')).toEqual([]);
  await close();
});

describe('a night', () => {
  it('of 300 alerts from 40 rules shows every workload, and keys stay quick', async () => {
    const [pattern] = await alertsOf(server);
    const items = Array.from({ length: 300 }, (_, index) => ({
      ...pattern,
      id: `night-${index}`,
      rule: `rule-${index % 40}`,
      title: `Rule ${index % 40} is broken`,
      workload: `workload-${index % 25}`,
      severity: ['page', 'warn', 'warn', 'info'][index % 4],
      flapping: index % 13 === 0,
      fired_at: new Date(Date.now() - index * 41_000).toISOString(),
    }));
    const { page, faults, close } = await open('/ingest');
    await page.route(/\/api\/alerts\?/, (route) => route.fulfill({ json: { items, next: null } }));
    await page.getByRole('link', { name: 'Alerts' }).click();
    await page.getByText('300 alerts fire on 25 workloads').waitFor();
    expect(await page.getByRole('rowgroup').count()).toBe(25);
    const before = Date.now();
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('j');
    expect(Date.now() - before).toBeLessThan(3000);
    expect(await page.evaluate(() => document.activeElement?.role)).toBe('row');
    await screenshot(page, 'alerts-night');
    expect(await findViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });
});
