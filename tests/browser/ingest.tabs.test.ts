import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { signIn, visit, type Visitor } from './support/visit.ts';

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string) => visit(browser, server.url + path, visitor);

describe('the tabs of the ingest page', () => {
  it.each([
    ['/ingest', 'Send'],
    ['/ingest?snippet=node', 'Send'],
    ['/ingest?tab=tail&workload=tail-probe', 'Live tail'],
    ['/ingest?tab=quarantine', 'Quarantine'],
    ['/ingest?tab=contract&kind=run', 'Data contract'],
  ])('name one current page at %s: %s', async (path, name) => {
    const { page, close } = await open(path);
    const tabs = page.getByRole('navigation', { name: 'Ingest' });
    await tabs.waitFor();
    const current = tabs.locator('[aria-current]');
    expect(await current.count()).toBe(1);
    expect(await current.innerText()).toContain(name);
    await close();
  });

  it('leave no other link of the page current', async () => {
    const { page, close } = await open('/ingest?tab=tail');
    const link = page.getByRole('link', { name: 'send something' });
    await link.waitFor();
    expect(await link.getAttribute('aria-current')).toBeNull();
    await close();
  });
});
