import type { Page } from 'playwright-core';

/** Longest that a page takes to show everything on a slow machine. */
const PATIENCE_MS = 60_000;

/** Nothing in view holds a place any more: every part shows what it found, or why it could not. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('.skeleton, [aria-busy="true"]')].every(
        // Small charts ask for their figures when they come into view.
        (place) => place.getBoundingClientRect().top > innerHeight,
      ),
    undefined,
    { timeout: PATIENCE_MS },
  );
}
