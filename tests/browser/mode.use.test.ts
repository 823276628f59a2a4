import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { findViolations } from './support/axe.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

const SOON = { timeout: 8000 };
let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
  const body = { stage: 'production', rollout: { mode: 'limited', percent: 10 } };
  await server.request('/api/workloads/refunds', { method: 'PUT', body });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);
const modeOf = async () =>
  (await (await server.request('/api/workloads/refunds/mode')).json()) as { mode: string };

it('a workload is paused and let go by keyboard, with what will happen and a reason', async () => {
  const { page, faults, close } = await open('/w/refunds?act=pause');
  const strip = page.getByRole('region', { name: 'Rollout mode' });
  await strip.getByText('Limited to 10 %', { exact: true }).waitFor();
  await strip.getByText('Every application that asks is told off').waitFor();
  await page.keyboard.press('Enter');
  await strip.getByText('Say why: it goes on record').waitFor();
  expect(await modeOf()).toMatchObject({ mode: 'limited' });
  await page.keyboard.type('answers <b>wrong</b> amounts');
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await strip.getByText('answers <b>wrong</b> amounts').waitFor();
  await page.waitForURL((url) => !url.searchParams.has('act'));
  expect(await modeOf()).toMatchObject({ mode: 'off' });
  expect(await findViolations(page)).toEqual([]);

  await strip.getByRole('button', { name: /^Lift: Paused/ }).focus();
  await page.keyboard.press('Enter');
  await strip.getByText('Nothing holds it any more').waitFor();
  await page.keyboard.type('amounts are right again');
  await page.keyboard.press('Enter');
  await expect.poll(modeOf, SOON).toMatchObject({ mode: 'limited' });
  await strip.getByRole('button', { name: 'Pause' }).waitFor();
  expect(faults).toEqual([]);
  await close();
});

it('what another person changes is shown without a reload, on the page and in the portfolio', async () => {
  const [workload, portfolio] = [await open('/w/refunds'), await open('/')];
  await workload.page.getByText('Limited to 10 %', { exact: true }).waitFor();
  const body = { hold: { mode: 'review' }, reason: 'odd answers' };
  await server.request('/api/workloads/refunds/mode', { method: 'PUT', body });
  await workload.page.getByText('Review for 10 %', { exact: true }).waitFor(SOON);
  await workload.page.getByText('odd answers').waitFor(SOON);
  await portfolio.page
    .getByRole('row', { name: /Refunds/ })
    .getByText('held')
    .waitFor(SOON);
  for (const { close } of [workload, portfolio]) await close();
});

it('fits and reads well, wide and narrow', async () => {
  const { page, close } = await open('/w/refunds?act=lower');
  await page.getByRole('form', { name: 'Lower it' }).waitFor();
  expect(await barriersOf(page, 'mode')).toEqual([]);
  await close();
});
