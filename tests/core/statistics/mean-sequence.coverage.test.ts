import { expect, it } from 'vitest';
import { ASYMPTOTIC_CASES } from './coverage-cases.ts';

// Small and seeded: enough to notice a formula that has come apart. `npm run bench:decisions` takes more histories.
const HISTORIES = 500;

it.each(ASYMPTOTIC_CASES)(
  'the 95 % interval of a $method ($data) holds the truth at every look in at least 92 of 100 histories',
  ({ atLeast, cover }) => {
    expect(cover(HISTORIES)).toBeGreaterThanOrEqual(atLeast);
  },
);
