import { buildIfStale } from '../../scripts/build-if-stale.mjs';

/** Tests that run the program run what people get: the built one. */
export function setup(): void {
  buildIfStale();
}
