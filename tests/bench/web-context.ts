import type { Browser, Page } from 'playwright-core';
import type { Visitor } from '../browser/support/visit.ts';

/** Before a page that does not come is given up. */
const PATIENCE_MS = 120_000;

/** Does something with a page in a browser that is signed in and knows nothing else yet. */
export async function withFreshPage<T>(
  browser: Browser,
  visitor: Visitor,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: visitor,
  });
  try {
    // What runs these sources wraps every named function in a call that no page knows.
    await context.addInitScript('globalThis.__name = (value) => value;');
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return await work(page);
  } finally {
    await context.close();
  }
}
