import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AlertItem } from '../../alerts/episode/alert-item.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { findViolations } from './support/axe.ts';
import { signIn, visit, type Scheme, type Visitor, type VisitOptions } from './support/visit.ts';

/** A minute is evaluated once it ended a minute ago. */
const EVALUATED = { timeout: 150_000, interval: 500 };
const SOON = { timeout: 8000 };

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

const RULES = [
  {
    id: 'errors',
    title: 'Errors above what customers bear',
    severity: 'page',
    when: { signal: 'error_rate', op: '>', threshold: 0.1, window: '1h' },
    summary: 'Customers see errors <img src=x>; check the retriever',
    runbook_url: 'https://wiki.example/errors',
    owner: 'ada',
  },
  {
    id: 'slow',
    title: 'Answers too slow',
    severity: 'warn',
    when: { signal: 'latency_p95', op: '>', threshold: 1000, window: '1h' },
  },
];

async function alerts(query = ''): Promise<AlertItem[]> {
  const response = await server.request(`/api/alerts${query}`);
  return ((await response.json()) as { items: AlertItem[] }).items;
}

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
  const ts = new Date(Date.now() - 2 * MINUTE_MS).toISOString();
  const events = ['refunds', 'claims', 'voice'].flatMap((workload) =>
    Array.from({ length: 40 }, (_, index) => ({
      kind: 'run',
      workload,
      id: `${workload}-${index}`,
      ts,
      ok: index % 2 === 0,
      latency_ms: 4000,
    })),
  );
  expect((await server.request('/v1/events', { body: events })).status).toBe(202);
  await server.request('/api/ingest/flush', { method: 'POST' });
  for (const rule of RULES) {
    const { status } = await server.request(`/api/rules/${rule.id}`, { method: 'PUT', body: rule });
    expect(status).toBe(200);
  }
  await vi.waitFor(async () => expect(await alerts()).toHaveLength(6), EVALUATED);
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

/** Elements that reach beyond the window, where the page can be scrolled sideways. */
const wider = (page: Page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth)
      .map((element) => `${element.tagName} ${element.className}`);
  });

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
    const taken = (await alerts()).filter(({ response }) => response.acknowledged_at !== null);
    expect(taken.map(({ response }) => response.acts.map(({ text }) => text))).toEqual([
      ['on it'],
      ['on it'],
    ]);

    await page.keyboard.press('c');
    await page.keyboard.type('provider is down');
    await page.keyboard.press('Enter');
    await page.getByText('1 alert commented on.').waitFor();
    await page.keyboard.press('s');
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
    await page.getByRole('group', { name: 'Keys of this page' }).waitFor();
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
    const id = (await alerts()).find((one) => one.response.assignee === null)?.id;
    await server.request(`/api/alerts/${id}/assign`, { body: { to: 'grace' } });
    await page.getByText('for grace').waitFor(SOON);
    await close();
  });
});

describe('a rule', () => {
  it('is changed with a preview; what is wrong stands beside its field', async () => {
    const { page, faults, close } = await open('/rules');
    await page.getByRole('link', { name: 'Answers too slow' }).click();
    await page.getByText(/^It would (not )?have fired/).waitFor({ timeout: 20_000 });
    const window = page.getByLabel('Window');
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
    await page.getByText('version 2', { exact: false }).first().waitFor();
    const { when } = (await (await server.request('/api/rules/slow')).json()) as { when: object };
    expect(when).toMatchObject({ threshold: 1500, window: '2h' });
    // The refusal of a rule that is wrong is no fault of the page.
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
    await close();
  });

  it('is written new, never over another of its id', async () => {
    const { page, close } = await open('/rules?write=new');
    await page.getByLabel('Title').fill('Errors');
    expect(await page.getByLabel('Id').inputValue()).toBe('errors');
    await page.getByRole('button', { name: 'Save the rule' }).click();
    await page.getByText('There is a rule of that id already').waitFor();
    await page.getByLabel('Id').fill('errors-at-night');
    await page.getByLabel('Workloads').fill('nobody-*');
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
    await expect
      .poll(async () => (await alerts('?state=resolved')).length, EVALUATED)
      .toBeGreaterThan(2);
    await page.goto(`${server.url}/alerts?tab=ended`);
    await page.getByText('its rule was deleted').first().waitFor();
    await page.getByRole('heading', { level: 2, name: 'Which rules fire most' }).waitFor();
    await close();
  });
});

const VIEWS: readonly { width: number; scheme: Scheme }[] = [
  { width: 1440, scheme: 'light' },
  { width: 360, scheme: 'dark' },
];
describe.each(VIEWS)('at $width pixels, $scheme', ({ width, scheme }) => {
  it.each([
    ['alerts', '/alerts', /^\d alerts? fire/],
    ['ended', '/alerts?tab=ended', /^Which rules fire most/],
    ['rules', '/rules', /^When error rate is/],
    ['rule', '/rules?rule=errors', /^It would (not )?have fired/],
    ['new-rule', '/rules?write=new', /^It would (not )?have fired/],
  ])('%s has no barrier and fits its width', async (name, path, text) => {
    const { page, faults, close } = await open(path, { width, scheme });
    await page.getByText(text).first().waitFor({ timeout: 20_000 });
    expect(await findViolations(page)).toEqual([]);
    expect(await wider(page)).toEqual([]);
    await screenshot(page, `alerts-${name}-${scheme}-${width}`);
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
    await close();
  });

  it('an opened alert has no barrier and fits its width', async () => {
    const [alert] = await alerts();
    const { page, close } = await open(`/alerts?alert=${alert?.id}`, { width, scheme });
    await page.getByRole('slider').waitFor();
    await page.getByRole('button', { name: 'Assign' }).click();
    await page.getByLabel('To whom').waitFor();
    expect(await findViolations(page)).toEqual([]);
    expect(await wider(page)).toEqual([]);
    await screenshot(page, `alerts-opened-${scheme}-${width}`);
    await close();
  });
});

describe('a night', () => {
  it('of 300 alerts from 40 rules shows every workload, and keys stay quick', async () => {
    const [pattern] = await alerts();
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
    await page.route('**/api/alerts?*', (route) => route.fulfill({ json: { items, next: null } }));
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
