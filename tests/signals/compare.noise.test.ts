import { expect, test } from 'vitest';
import { pairedDifference } from '../../core/statistics/difference-paired.ts';
import { proportionDifference } from '../../core/statistics/difference-proportions.ts';
import { DAY_MS } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { differenceVerdict } from '../../signals/compare-difference.ts';
import { compareLevels } from '../../signals/compare-levels.ts';
import { compareSignal } from '../../signals/compare-signal.ts';
import type { ComparisonVerdict } from '../../signals/compare.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { parametersOf } from './sample-window.ts';
import { DAYS, simulateRelease, type TrueRelease } from './simulated-release.ts';

const ALPHA = 0.05;
const SIMULATIONS = 200;
const REQUIRED = ['hallucination_rate', 'error_rate', 'value_per_run', 'roi'];
const OTHERS = ['escalation_rate', 'cost_per_run', 'unit_cost', 'latency_p50', 'acceptance_rate'];
const LEVELS = compareLevels(ALPHA, REQUIRED, OTHERS);

/** What a signal's difference says at the end of a day, over all that was seen until then. */
function verdictOn(
  day: number,
  id: string,
  releases: { readonly before: TelemetryHistory; readonly after: TelemetryHistory },
): ComparisonVerdict {
  const entry = signalEntry(id);
  const params = parametersOf({
    alpha: LEVELS.get(id) ?? ALPHA,
    minSample: entry.minSample,
    staleAfterMs: Infinity,
  });
  const windows = {
    before: releases.before.window(0, day * DAY_MS),
    after: releases.after.window(0, day * DAY_MS),
  };
  const sides = [windows.before, windows.after].map((window) => estimateSignal(id, window, params));
  if (sides.some(({ state }) => state !== 'ok')) return 'too_few';
  const found = compareSignal(entry, windows, params);
  return found?.kind === 'known' ? differenceVerdict(found, entry.better) : 'too_few';
}

/** Whether any signal of two releases was ever called different within the days. */
function isEverDifferent(seed: number, before: TrueRelease, after: TrueRelease): boolean {
  const releases = {
    before: simulateRelease(2 * seed, before),
    after: simulateRelease(2 * seed + 1, after),
  };
  for (let day = 1; day <= DAYS; day++) {
    for (const id of [...REQUIRED, ...OTHERS]) {
      const verdict = verdictOn(day, id, releases);
      if (verdict === 'better' || verdict === 'worse') return true;
    }
  }
  return false;
}

const SAME: TrueRelease = { runsPerDay: 40, errorRate: 0.01 };

test.each([
  { after: SAME, mix: 'as many runs' },
  { after: { ...SAME, runsPerDay: 8 }, mix: 'a fifth of the runs' },
])(
  'two equal releases, the later with $mix, are called different in at most 1 of 20 histories, whatever the signal and whenever it is looked at',
  ({ after }) => {
    const different = Array.from({ length: SIMULATIONS }, (_, i) =>
      isEverDifferent(i, SAME, after),
    );
    expect(different.filter(Boolean).length).toBeLessThanOrEqual(ALPHA * SIMULATIONS);
  },
  60_000,
);

test('a release that fails three times as often is called worse within four weeks', () => {
  const found = Array.from({ length: 20 }, (_, i) => {
    const releases = {
      before: simulateRelease(1000 + 2 * i, { runsPerDay: 100, errorRate: 0.03 }),
      after: simulateRelease(1001 + 2 * i, { runsPerDay: 100, errorRate: 0.09 }),
    };
    return verdictOn(DAYS, 'error_rate', releases);
  });
  expect(found).toEqual(found.map(() => 'worse'));
});

test.each([0.005, 0.05, 0.5])(
  'the interval of no difference between shares of %d holds 0 at every look of four weeks in 19 of 20 histories',
  (share) => {
    const uniform = createUniform(Math.round(1 / share));
    let missed = 0;
    for (let i = 0; i < SIMULATIONS; i++) {
      const counts = [0, 0];
      const holds = (day: number): boolean => {
        for (let run = 0; run < 100; run++) {
          for (const side of [0, 1]) if (uniform() < share) counts[side]! += 1;
        }
        const [before = 0, after = 0] = counts;
        const n = day * 100;
        const { low, high } = proportionDifference({ x: before, n }, { x: after, n }, ALPHA);
        return low <= 0 && high >= 0;
      };
      if (!Array.from({ length: DAYS }, (_, day) => holds(day + 1)).every(Boolean)) missed += 1;
    }
    expect(missed).toBeLessThanOrEqual(ALPHA * SIMULATIONS);
  },
);

test('the interval of a paired difference holds the truth at every look in 19 of 20 histories', () => {
  const uniform = createUniform(11);
  let missed = 0;
  for (let i = 0; i < SIMULATIONS; i++) {
    const counts = { improved: 0, worsened: 0, unchanged: 0 };
    let isMissed = false;
    for (let pair = 1; pair <= 300; pair++) {
      const draw = uniform();
      if (draw < 0.12) counts.improved += 1;
      else if (draw < 0.2) counts.worsened += 1;
      else counts.unchanged += 1;
      if (pair % 10 !== 0) continue;
      const { low, high } = pairedDifference(counts, ALPHA);
      if (low > 0.04 || high < 0.04) isMissed = true;
    }
    if (isMissed) missed += 1;
  }
  expect(missed).toBeLessThanOrEqual(ALPHA * SIMULATIONS);
});
