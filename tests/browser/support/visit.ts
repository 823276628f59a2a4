import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestServer } from '../../support/server.ts';

export type Scheme = 'light' | 'dark';
/** Cookies and storage of a signed-in browser. */
export type Visitor = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: Scheme;
}

/** A page together with everything that went wrong on it. */
export interface Visit {
  readonly page: Page;
  /** Errors of the page and of its console, a refusal by the content policy included. */
  readonly faults: string[];
  readonly close: () => Promise<void>;
}

/** Uses up the server's one-time link; what it returns opens any number of pages. */
export async function signIn(
  browser: Browser,
  server: Pick<TestServer, 'signInLink'>,
): Promise<Visitor> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.signInLink);
  await page.waitForURL((url) => url.pathname === '/');
  const visitor = await context.storageState();
  await context.close();
  return visitor;
}

/** Opens a page of the dashboard. */
export async function visit(
  browser: Browser,
  address: string,
  visitor: Visitor | null,
  { width = 1440, height = 900, scheme = 'light' }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    acceptDownloads: true,
    ...(visitor === null ? {} : { storageState: visitor }),
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}
