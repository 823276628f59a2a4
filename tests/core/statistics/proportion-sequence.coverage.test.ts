import { expect, it } from 'vitest';
import { proportionSide } from '../../../core/statistics/proportion-sequence.ts';
import { createUniform } from './seeded-random.ts';

const HISTORIES = 2000;
const DAYS = 90;
const RUNS_PER_DAY = 50;

/** Share of histories in which the interval held the truth on every one of the days. */
function coverageOverAllDays(p: number, alpha: number): number {
  const uniform = createUniform(20_260_701);
  let held = 0;
  for (let history = 0; history < HISTORIES; history++) {
    let hits = 0;
    let day = 1;
    for (; day <= DAYS; day++) {
      for (let run = 0; run < RUNS_PER_DAY; run++) if (uniform() < p) hits += 1;
      if (proportionSide(hits, day * RUNS_PER_DAY, p, alpha) !== 'open') break;
    }
    if (day > DAYS) held += 1;
  }
  return held / HISTORIES;
}

it.each([
  [0.005, 0.05],
  [0.05, 0.05],
  [0.5, 0.05],
  [0.05, 0.2],
])(
  'a proportion of %d looked at daily for 90 days stays in the interval with probability 1 − %d or more',
  (p, alpha) => {
    expect(coverageOverAllDays(p, alpha)).toBeGreaterThanOrEqual(1 - alpha);
  },
);
