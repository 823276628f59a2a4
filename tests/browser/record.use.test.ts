import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

const RULE = { title: 'Slow', severity: 'warn' };
const when = (threshold: number) => ({
  when: { signal: 'latency_p95', op: '>', threshold, window: '1h' },
});

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
  const put = (path: string, body: object) => server.request(path, { method: 'PUT', body });
  for (const owner of ['ada', 'bob']) {
    const owners = {
      business: owner,
      risk: 'a-very-long-name-of-an-owner@example-organisation.org',
    };
    await put('/api/workloads/refunds', { title: `Refunds <b>${owner}</b>`, owners });
  }
  for (const threshold of [100, 200]) await put('/api/rules/slow', { ...RULE, ...when(threshold) });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);

it('an auditor filters, opens a change, checks the record and takes it away as a file', async () => {
  const { page, faults, close } = await open('/');
  await page.getByRole('link', { name: 'Record', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Record' }).waitFor();
  await page.getByLabel('Kind', { exact: true }).selectOption('Workload');
  await page.waitForURL('**kind=workload**');
  await page.getByLabel('Find records').fill('bob');
  await page.waitForURL('**q=bob**');
  const row = page.getByRole('button', { name: 'Workload refunds changed' });
  await row.focus();
  await page.keyboard.press('Enter');
  const change = page.getByRole('table', { name: /What record \d+ changed/ });
  await change.getByText('owners.business').waitFor();
  expect(await change.getByText('Refunds <b>ada</b>').count()).toBe(1);
  await page.reload();
  await change.getByText('owners.business').waitFor();

  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText(/^All \d+ records are as they were written/).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export what is shown as CSV' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(faults).toEqual([]);
  await close();
});

it('the record has no barrier and fits its width, a change open, wide and narrow', async () => {
  const { page, faults, close } = await open('/record');
  await page.getByRole('button', { name: 'Workload refunds changed' }).click();
  await page.getByRole('table', { name: /What record/ }).waitFor();
  expect(await barriersOf(page, 'record')).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
