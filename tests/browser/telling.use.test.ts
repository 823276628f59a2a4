import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { findViolations } from './support/axe.ts';
import { barriersOf } from './support/barriers.ts';
import type { ClockedServer } from './support/clocked-server.ts';
import { alertsOf, startWithAlerts } from './support/firing-alerts.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

let browser: Browser;
let server: ClockedServer;
let visitor: Visitor;
let hook: Server;
const delivered: string[] = [];

beforeAll(async () => {
  hook = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => delivered.push(chunk.toString()));
    request.on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  [browser, server] = await Promise.all([launchBrowser(), startWithAlerts()]);
  visitor = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await new Promise((resolve) => hook.close(resolve));
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);
const silences = async () => {
  const answer = (await (await server.request('/api/silences')).json()) as {
    items: { reason: string; matchers: { label: string; value: string }[] }[];
  };
  return answer.items;
};

describe('a silence', () => {
  it('is written by keyboard, shows what it would hold back before, and marks what it does', async () => {
    const { page, faults, close } = await open('/alerts');
    await page.getByText(/6 alerts fire/).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    const form = page.getByRole('form', { name: 'Silence' });
    await form.getByText('It would hold back 1 of 6 open alerts').waitFor();
    await page.getByRole('button', { name: 'Remove the label rule' }).click();
    await form.getByText('It would hold back 2 of 6 open alerts').waitFor();
    await form.getByLabel('Why').fill('deploy of release 2.4');
    expect(await silences()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText(/^Silenced until/).waitFor();
    await expect.poll(() => page.getByText('deploy of release 2.4').count()).toBe(2);
    expect(await silences()).toMatchObject([
      { reason: 'deploy of release 2.4', matchers: [{ label: 'workload' }] },
    ]);
    expect(faults).toEqual([]);
    await close();
  });

  it('stands in the list of them until it is lifted', async () => {
    const { page, close } = await open('/alerts?tab=silences');
    await page.getByText('Holds back 2 alerts now').waitFor();
    await page.getByRole('button', { name: 'New silence' }).click();
    const form = page.getByRole('form', { name: 'Silence' });
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await form.getByText('Say why: others read it at night').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Lift the silence of workload is/ }).click();
    await page.getByRole('button', { name: 'Lift it' }).click();
    await page.getByText('Nothing is silenced.').waitFor();
    expect(await silences()).toEqual([]);
    await close();
  });
});

describe('who is told', () => {
  it('begins with a receiver that is tested, then named by a route, and is told on the alert', async () => {
    const { page, faults, close } = await open('/settings?tab=receivers');
    await page.getByText('Nobody can be told yet').waitFor();
    await page.getByRole('button', { name: 'New receiver' }).click();
    await page.getByLabel('Id', { exact: true }).fill('ops-hook');
    const address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    await page.getByLabel('Address', { exact: true }).fill(address);
    await page.getByLabel('Secret', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Save the receiver' }).click();
    await page.getByText('It is not saved: see the fields that are marked.').waitFor();
    await page.getByLabel('Secret', { exact: true }).fill('a secret that is long enough');
    await page.getByRole('button', { name: 'Save the receiver' }).click();
    await page.getByRole('button', { name: 'Test ops-hook' }).click();
    await page.getByText('The test arrived').waitFor();
    expect(delivered.join('')).toContain('This is a test');
    await page.getByRole('button', { name: 'Edit ops-hook' }).click();
    expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toBe('');

    await page.getByRole('link', { name: 'Routes', exact: true }).click();
    await page.getByRole('button', { name: 'Add a route' }).click();
    await page.getByText('→ ops-hook').waitFor();
    await page.getByLabel('Wait for others').fill('0s');
    await page.getByRole('button', { name: 'Escalate' }).click();
    const [alert] = await alertsOf(server);
    await page.getByRole('combobox', { name: 'An open alert' }).selectOption(alert!.id);
    await page.getByText('Route 1').waitFor();
    await page.getByRole('button', { name: 'Save the routes' }).click();
    await expect
      .poll(async () => (await (await server.request('/api/routes')).json()) as object)
      .toMatchObject({ routes: [{ receiver: 'ops-hook', escalate: [{ after: '15m' }] }] });
    await expect.poll(() => delivered.join('').includes('refunds'), { timeout: 15_000 }).toBe(true);
    await page.goto(`${server.url}/alerts?alert=${alert!.id}`);
    await page.getByText('ops-hook was told').waitFor({ timeout: 15_000 });
    await page.getByText('Pause workload…').waitFor();

    await page.goto(`${server.url}/settings?tab=receivers`);
    await page.getByRole('button', { name: 'Delete ops-hook' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('It stays: route 1').waitFor();
    // The refusals are no faults of the page.
    expect(faults.filter((fault) => !/40[09]/.test(fault))).toEqual([]);
    await close();
  });

  it('is put in another order by keyboard alone', async () => {
    const routes = [
      { match: { severity: 'page' }, receiver: 'ops-hook' },
      { match: { workload: 'refunds' }, receiver: null },
      { receiver: 'ops-hook', mute: [{ time_zone: 'Europe/Berlin', weekdays: ['sat', 'sun'] }] },
    ];
    const inhibit = [
      {
        source: [{ label: 'severity', value: 'page' }],
        target: [{ label: 'severity', value: 'warn' }],
        equal: ['workload'],
      },
    ];
    const body = { routes, inhibit };
    expect((await server.request('/api/routes', { method: 'PUT', body })).status).toBe(200);
    const { page, close } = await open('/settings?tab=routes');
    await page.getByRole('button', { name: 'Move route 2 up' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Not saved yet').waitFor();
    await page.getByRole('button', { name: 'Save the routes' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await (await server.request('/api/routes')).json()) as object)
      .toMatchObject({
        routes: [{ match: { workload: 'refunds' } }, { match: { severity: 'page' } }, {}],
      });
    await close();
  });
});

describe('its pages', () => {
  it.each([
    ['silences', '/alerts?tab=silences', 'Holds back 2 alerts now'],
    ['receivers', '/settings?tab=receivers&receiver=ops-hook', 'Most deliveries a minute'],
    ['routes', '/settings?tab=routes', 'Which way would an alert take?'],
  ])('%s, opened, have no barrier and fit their width', async (name, path, text) => {
    if (name === 'silences') {
      const ends_at = new Date(Date.now() + 7_200_000).toISOString();
      const matchers = [{ label: 'workload', op: '=', value: 'voice' }];
      const body = { matchers, ends_at, reason: 'provider down' };
      await server.request('/api/silences', { body });
    }
    const { page, close } = await open(path);
    await page.getByText(text).first().waitFor();
    if (name === 'routes') await page.getByRole('button', { name: 'Edit route 3' }).click();
    expect(await barriersOf(page, `telling-${name}`)).toEqual([]);
    await close();
  });
});
