import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { demoReady } from './demo-ready.ts';
import { signIn, visit, type Visit, type Visitor, type VisitOptions } from './visit.ts';

/** A server with the sample organisation, and a browser that has signed in there. */
export interface SampleOrganisation {
  readonly server: () => TestServer;
  /** What went wrong on a portfolio that was opened while the history came in, and said so. */
  readonly earlyFaults: () => readonly string[];
  /** A page of it, at an address of the dashboard. */
  readonly open: (path: string, options?: VisitOptions) => Promise<Visit>;
}

const COMING_IN = /sample telemetry are coming in/;

/** Starts it before the first test: its history takes longer than most of what is looked at in it. */
export function useSampleOrganisation(): SampleOrganisation {
  let browser: Browser;
  let server: TestServer;
  let visitor: Visitor;
  let earlyFaults: readonly string[];
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startTestServer({ demo: true })]);
    visitor = await signIn(browser, server);
    const { page, faults, close } = await visit(browser, server.url, visitor);
    await page.getByText(COMING_IN).waitFor();
    await demoReady(server);
    await page.getByText(COMING_IN).waitFor({ state: 'hidden' });
    await page.getByRole('heading', { level: 1, name: /\d+ to (redesign|stop)/ }).waitFor();
    earlyFaults = faults;
    await close();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  return {
    server: () => server,
    earlyFaults: () => earlyFaults,
    open: (path, options) => visit(browser, server.url + path, visitor, options),
  };
}
