import { buildIfStale } from '../../scripts/build-if-stale.mjs';
import { findChromium } from './browser.ts';

/** Browser tests look at what people get: the built pages, in a browser that is there before the first test. */
export function setup(): void {
  buildIfStale();
  findChromium();
}
