import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { demoReady } from './demo-ready.ts';
import { signIn, visit, type Visit, type Visitor, type VisitOptions } from './visit.ts';

/** A server with the sample organisation, and a browser that has signed in there. */
export interface SampleOrganisation {
  readonly server: () => TestServer;
  /** The portfolio, opened while the history was coming in, and said to be. */
  readonly early: () => Visit;
  /** A page of it, at an address of the dashboard. */
  readonly open: (path: string, options?: VisitOptions) => Promise<Visit>;
}

export const COMING_IN = /sample telemetry are coming in/;

/** Starts it before the first test: its history takes longer than most of what is looked at in it. */
export function useSampleOrganisation(): SampleOrganisation {
  let browser: Browser;
  let server: TestServer;
  let visitor: Visitor;
  let early: Visit;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startTestServer({ demo: true })]);
    visitor = await signIn(browser, server);
    early = await visit(browser, server.url, visitor);
    await early.page.getByText(COMING_IN).waitFor();
    await demoReady(server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  return {
    server: () => server,
    early: () => early,
    open: (path, options) => visit(browser, server.url + path, visitor, options),
  };
}
