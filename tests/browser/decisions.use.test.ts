import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { EARNING, sendEarningWorkload } from '../support/earning-workload.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { findViolations } from './support/axe.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';
import { widerThanWindow } from './support/wider-than-window.ts';

const TAB = `/w/${EARNING.id}?tab=decisions`;

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
  await sendEarningWorkload(server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);

it('a verdict is overruled with a reason, waits, and is told what is different when the evidence moved', async () => {
  const { page, faults, close } = await open(TAB);
  await page.getByRole('radio', { name: /Stop/ }).check();
  await page.getByRole('button', { name: 'Overrule: stop' }).click();
  await page.getByText('an overrule says why, in some words').waitFor();

  const limit = { signals: { hallucination_rate: { role: 'required', limit: 0.9 } } };
  const put = { method: 'PUT', body: { ...limit, extends: 'default' } };
  await server.request('/api/policies/lenient', put);
  const { id: _, ...record } = EARNING;
  await server.request(`/api/workloads/${EARNING.id}`, {
    method: 'PUT',
    body: { ...record, policy: 'lenient' },
  });
  await page.getByLabel('Why is it overruled?').fill('it makes up one answer in eight');
  await page.getByRole('button', { name: 'Overrule: stop' }).click();
  await page
    .getByText(/^the policy was default/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Look again' }).first().click();
  await page
    .getByText(/^the policy was default/)
    .first()
    .waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Overrule: stop' }).click();
  await page
    .getByText(/^Recorded as earns-but-invents-1. It waits for a second reviewer/)
    .waitFor();
  await page.getByRole('heading', { name: 'Waits for signatures' }).waitFor();
  expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);
  await close();
});

it('the register leads to the memo, and its filters stand in the address', async () => {
  const { page, close } = await open('/decisions');
  await page.getByRole('button', { name: /^Overrules/ }).click();
  await page.waitForURL(/show=overrules/);
  await page.getByRole('link', { name: /^Memo/ }).click();
  await page.getByRole('heading', { name: /signed against/ }).waitFor();
  await page.getByText(/Still to sign: a second reviewer/).waitFor();
  await close();
});

it('what waits for a signature fits 360 px and passes axe', async () => {
  const { page, close } = await open(TAB, { scheme: 'dark', width: 360 });
  await page.getByRole('heading', { name: 'Waits for signatures' }).waitFor();
  expect(await widerThanWindow(page)).toEqual([]);
  expect(await findViolations(page)).toEqual([]);
  await close();
});
