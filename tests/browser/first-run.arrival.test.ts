import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { findViolations } from './support/axe.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor } from './support/visit.ts';

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe('signing in', () => {
  it('is asked for on every page, in one sentence that says where the link is', async () => {
    const { page, close } = await visit(browser, `${server.url}/w/anything`, null);
    await page.waitForURL('**/signin');
    await page
      .getByRole('main')
      .getByText('prints a one-time sign-in link in its terminal')
      .waitFor();
    expect(await findViolations(page)).toEqual([]);
    await close();
  });

  it('happens by the printed link, whose token does not stay in the address', async () => {
    visitor = await signIn(browser, server);
    const { page, close } = await visit(browser, server.url, visitor);
    await page.getByRole('heading', { level: 1, name: 'Send the first event.' }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    await close();
  });

  it('does not work twice with one link', async () => {
    const { page, close } = await visit(browser, server.signInLink, null);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('used before');
    expect(page.url()).toBe(`${server.url}/signin`);
    await close();
  });
});

describe('an empty store', () => {
  it('shows how to begin, readable by everybody, wide and narrow', async () => {
    const { page, close } = await visit(browser, server.url, visitor);
    await page.getByRole('button', { name: 'Make an ingest key' }).waitFor();
    expect(await barriersOf(page, 'first-run')).toEqual([]);
    await close();
  });

  it('turns into the dashboard within 2 s of the first event, without a reload', async () => {
    const { page, faults, close } = await visit(browser, server.url, visitor);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await page.getByRole('button', { name: 'Make an ingest key' }).click();
    const snippet = page.getByRole('tabpanel').locator('code');
    await page.getByText('Shown this once.').waitFor();
    const [, key = ''] = /Bearer (\S+?)'/.exec(await snippet.innerText()) ?? [];
    await page.getByText('Waiting for the first event').waitFor();

    const answer = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'run',
        workload: 'support-copilot',
        ok: true,
        outcome: 'accepted',
      }),
    });
    expect(answer.status).toBe(202);
    await page.getByRole('rowheader', { name: /Support copilot/ }).waitFor({ timeout: 2000 });
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  it('shows a further event in under 5 s', async () => {
    const { page, close } = await visit(browser, server.url, visitor);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await server.request('/v1/events', { body: { kind: 'run', workload: 'second-one', ok: true } });
    await page.getByRole('rowheader', { name: /Second one/ }).waitFor({ timeout: 5000 });
    await close();
  });
});

describe('signing out', () => {
  it('closes every page', async () => {
    const { page, close } = await visit(browser, server.url, visitor);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/signin');
    await page.goto(server.url);
    await page.waitForURL('**/signin');
    await close();
  });
});
