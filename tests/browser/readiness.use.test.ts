import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

let browser: Browser;
let server: TestServer;
let visitor: Visitor;
const ID = 'parcel-answers';

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
  const record = {
    stage: 'design',
    owners: {
      business: 'administrator',
      technical: 'builder@example.com',
      operations: 'operations-owner',
    },
  };
  const put = await server.request(`/api/workloads/${ID}`, { method: 'PUT', body: record });
  expect(put.status).toBe(200);
  await server.request('/v1/events', { body: [{ kind: 'run', workload: ID, ok: true }] });
  await server.request('/api/ingest/flush', { method: 'POST' });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (search: string, options?: VisitOptions) =>
  visit(browser, `${server.url}/w/${ID}?tab=readiness${search}`, visitor, options);

it('takes a signature from who is named, by keyboard alone, and every open page follows', async () => {
  const [{ page, faults, close }, other] = await Promise.all([
    open(''),
    open('&gate=purpose_stated'),
  ]);
  await other.page.getByText('Not signed for business').waitFor();
  await page.getByText('3 of 4 gates on the way are open.').waitFor();
  expect(await page.getByRole('button', { name: 'Move to testing' }).isDisabled()).toBe(true);
  const gate = page.getByRole('button', { name: /^Purpose, business case and limits/ });
  await gate.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.search.includes('gate=purpose_stated'));
  await page
    .getByText(/the record does not name you as its operations owner, but operations-owner/)
    .waitFor();
  await page.getByRole('textbox', { name: 'What you attest' }).focus();
  await page.keyboard.type('As <b>agreed</b>.');
  await page.getByRole('button', { name: 'Sign for business' }).press('Enter');
  await page.getByText(/signed by Administrator/).waitFor();
  // Untrusted text stays text.
  await page.getByText('As <b>agreed</b>.').waitFor();
  await page.getByText('Not signed for operations.').waitFor();
  await other.page.getByText(/signed by Administrator/).waitFor();
  await other.close();
  expect(faults).toEqual([]);
  await close();
});

it('writes the record in a form, and never over a version that came meanwhile', async () => {
  const { page, close } = await open('&record=edit');
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Answers where a parcel is.');
  const meanwhile = await server.request(`/api/workloads/${ID}`, {
    method: 'PUT',
    body: {
      title: 'Parcels',
      owners: { business: 'administrator', operations: 'operations-owner' },
    },
  });
  expect(meanwhile.status).toBe(200);
  await page.getByRole('button', { name: 'Save the record' }).click();
  await page.getByText(/Somebody has changed the record meanwhile/).waitFor();
  await page.reload();
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Answers where a parcel is.');
  await page.getByRole('button', { name: 'Save the record' }).click();
  await page.getByText('Answers where a parcel is.').waitFor();
  await page.waitForURL((url) => !url.search.includes('record='));
  await close();
});

it('an opened gate has no barrier, wide and narrow', async () => {
  const { page, close } = await open('&gate=purpose_stated');
  await page.getByRole('list', { name: 'Who signs' }).waitFor();
  expect(await barriersOf(page, 'readiness-gate')).toEqual([]);
  await close();
});
