import type { Page } from 'playwright-core';
import { screenshot } from '../../support/browser.ts';
import { findViolations } from './axe.ts';
import type { Scheme } from './visit.ts';
import { widerThanWindow } from './wider-than-window.ts';

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly scheme: Scheme;
  /** Rules of axe that are tried; absent: all. */
  readonly rules?: readonly string[];
}

/** Of a state that only one test reaches: as wide as on a desk, and as narrow as is promised. */
const WIDE_AND_NARROW: readonly View[] = [
  { width: 1440, scheme: 'light' },
  { width: 360, scheme: 'dark' },
];

/**
 * What axe finds on a page as it stands, and what does not fit, in one view after another: a line each.
 * The page stays in the last view.
 */
export async function barriersIn(page: Page, views: readonly View[]): Promise<string[]> {
  const found: string[] = [];
  for (const { width, scheme, rules } of views) {
    await page.setViewportSize({ width, height: 900 });
    // Colours that are on their way to others are neither.
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const broken = [
      ...(await findViolations(page, rules)),
      ...(await widerThanWindow(page)).map((element) => `too wide: ${element}`),
    ];
    found.push(...broken.map((fault) => `${width} ${scheme}: ${fault}`));
  }
  return found;
}

/**
 * The same of a state that a test has reached, wide and narrow, light and dark.
 * @param name of the picture that is kept
 */
export async function barriersOf(page: Page, name: string): Promise<string[]> {
  const found = await barriersIn(page, WIDE_AND_NARROW);
  await screenshot(page, name);
  return found;
}
