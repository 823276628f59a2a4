import { findChromium } from './browser.ts';

/** A browser is there before the first test. */
export function setup(): void {
  findChromium();
}
