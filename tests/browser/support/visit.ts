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

/** What a visitor has loaded once need not be loaded for the next page. */
const contexts = new WeakMap<Visitor, Promise<BrowserContext>>();

function contextOf(browser: Browser, visitor: Visitor): Promise<BrowserContext> {
  const known = contexts.get(visitor) ?? browser.newContext({ storageState: visitor });
  contexts.set(visitor, known);
  return known;
}

/** Opens a page of the dashboard, in a browser that its visitor has been in before or, without one, anew. */
export async function visit(
  browser: Browser,
  address: string,
  visitor: Visitor | null,
  { width = 1440, height = 900, scheme = 'light' }: VisitOptions = {},
): Promise<Visit> {
  const context = await (visitor === null ? browser.newContext() : contextOf(browser, visitor));
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(address);
  return { page, faults, close: () => (visitor === null ? context : page).close() };
}
