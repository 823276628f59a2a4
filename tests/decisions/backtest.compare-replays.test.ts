import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, isoTime } from '../../core/time.ts';
import { verdictComparison } from '../../decisions/backtest/backtest.ts';
import { compareReplays } from '../../decisions/backtest/compare-replays.ts';
import { publishedAt } from '../../decisions/backtest/published-verdicts.ts';
import { summarizeBacktest } from '../../decisions/backtest/summarize-backtest.ts';
import type { ReplayedChange } from '../../decisions/engine/replay.ts';
import { VERDICTS, type Verdict } from '../../decisions/policy/policy.ts';

const SPAN = { fromMs: 0, toMs: 90 * DAY_MS };

/** A replay that published the verdicts on the days. */
function published(...steps: readonly (readonly [day: number, verdict: Verdict])[]) {
  return steps.map(([day, verdict], i): ReplayedChange => ({
    atMs: day * DAY_MS,
    verdict,
    proposed: verdict,
    previous: steps[i - 1]?.[1] ?? null,
    because: 'So.',
  }));
}

const compare = (before: readonly ReplayedChange[], after: readonly ReplayedChange[]) =>
  compareReplays({ before, after }, SPAN);

describe('two replays compared', () => {
  it('differ in the times in which another verdict was published', () => {
    const before = published([1, 'hold'], [30, 'scale']);
    const after = published([1, 'hold'], [20, 'scale'], [50, 'hold'], [60, 'scale']);
    const { differences, verdict } = compare(before, after);
    expect(differences).toEqual([
      { from: isoTime(20 * DAY_MS), to: isoTime(30 * DAY_MS), before: 'hold', after: 'scale' },
      { from: isoTime(50 * DAY_MS), to: isoTime(60 * DAY_MS), before: 'scale', after: 'hold' },
    ]);
    expect(verdict).toEqual({ before: 'scale', after: 'scale' });
  });

  it('differ up to the end where the last verdicts do, and from the start where the first do', () => {
    const { differences } = compareReplays(
      { before: published([1, 'hold']), after: published([1, 'hold'], [10, 'stop']) },
      { fromMs: 20 * DAY_MS, toMs: 40 * DAY_MS },
    );
    expect(differences).toEqual([
      { from: isoTime(20 * DAY_MS), to: isoTime(40 * DAY_MS), before: 'hold', after: 'stop' },
    ]);
  });

  it('name only changes of what was published, and only those of the span', () => {
    const proposals: ReplayedChange = {
      atMs: 5 * DAY_MS,
      verdict: 'hold',
      proposed: 'scale',
      previous: 'hold',
      because: 'Proposed.',
    };
    const before = [
      ...published([1, 'hold']),
      proposals,
      ...published([12, 'scale'], [95, 'hold']),
    ];
    const { changes } = compareReplays({ before, after: [] }, { ...SPAN, fromMs: 2 * DAY_MS });
    expect(changes.before.map(({ at, verdict }) => [at, verdict])).toEqual([
      [isoTime(12 * DAY_MS), 'scale'],
    ]);
  });
});

describe('lead', () => {
  it.each<[string, number | null, ReplayedChange[]]>([
    ['positive where the candidate was earlier', 10, published([1, 'hold'], [20, 'scale'])],
    ['negative where it was later', -7.5, published([1, 'hold'], [37.5, 'scale'])],
    [
      'of the time from which on it stood',
      -25,
      published([1, 'hold'], [9, 'scale'], [50, 'hold'], [55, 'scale']),
    ],
    ['unknown where it never came to that verdict', null, published([1, 'hold'])],
  ])('is %s', (_, days, after) => {
    expect(compare(published([1, 'hold'], [30, 'scale']), after).lead_days).toBe(days);
  });

  it('is none where both had it before the span', () => {
    const span = { fromMs: 40 * DAY_MS, toMs: 60 * DAY_MS };
    const before = published([1, 'hold'], [30, 'scale']);
    const after = published([1, 'hold'], [20, 'scale']);
    expect(compareReplays({ before, after }, span).lead_days).toBe(0);
  });
});

describe('flips', () => {
  it('are counted after the verdict first settled, and scaled to a quarter', () => {
    const { flips_per_quarter: flips } = compare(
      published([1, 'hold'], [20, 'scale']),
      published([1, 'hold'], [20, 'scale'], [50, 'hold'], [60, 'scale']),
    );
    expect(flips.before).toBe(0);
    expect(flips.after).toBe(Math.round((200 * (365.25 / 4)) / 90) / 100);
  });

  it('of a span leave out those before it, not the first one in it', () => {
    const before = published([1, 'hold'], [20, 'scale'], [50, 'hold']);
    const span = { fromMs: 40 * DAY_MS, toMs: 60 * DAY_MS };
    const { flips_per_quarter } = compareReplays({ before, after: before }, span);
    expect(flips_per_quarter.before).toBeGreaterThan(0);
  });
});

const anyReplay = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 24 * 100 }), fc.constantFrom(...VERDICTS)), {
    maxLength: 8,
  })
  .map((steps) => {
    const ordered = [...new Map(steps)].toSorted(([a], [b]) => a - b);
    const changing = ordered.filter(([, verdict], i) => verdict !== ordered[i - 1]?.[1]);
    return published(...changing.map(([hour, verdict]) => [hour / 24, verdict] as const));
  });

describe('whatever two policies published', () => {
  it('the differences are exactly the hours with another verdict, in order and apart', () => {
    fc.assert(
      fc.property(anyReplay, anyReplay, (before, after) => {
        const comparison = verdictComparison.parse(compare(before, after));
        const { differences } = comparison;
        for (let hour = 0; hour < 24 * 90; hour += 7) {
          const atMs = (hour + 0.5) * (DAY_MS / 24);
          const at = isoTime(atMs);
          const inside = differences.filter(({ from, to }) => from <= at && at < to);
          const [was, would] = [publishedAt(before, atMs), publishedAt(after, atMs)];
          expect(inside.map((one) => [one.before, one.after])).toEqual(
            was === would ? [] : [[was, would]],
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a policy never differs from itself, and a swap turns everything round', () => {
    fc.assert(
      fc.property(anyReplay, anyReplay, (before, after) => {
        const same = compare(before, before);
        expect([same.differences, same.lead_days]).toEqual([[], 0]);
        const there = compare(before, after);
        const back = compare(after, before);
        expect(back.differences.map(({ from }) => from)).toEqual(
          there.differences.map(({ from }) => from),
        );
        if (there.lead_days !== null) expect(back.lead_days).toBe(0 - there.lead_days);
      }),
    );
  });
});

it('a summary counts the affected, and takes the median lead where it is known', () => {
  const base = published([1, 'hold'], [30, 'scale']);
  const candidates = [
    base,
    published([1, 'hold'], [20, 'scale']),
    published([1, 'hold'], [28, 'scale']),
    published([1, 'hold'], [60, 'scale']),
    published([1, 'hold']),
  ];
  const summary = summarizeBacktest(candidates.map((after) => compare(base, after)));
  expect(summary).toMatchObject({
    workloads: 5,
    affected: 4,
    changes: { before: 10, after: 9 },
    lead_days: 2,
  });
  expect(summarizeBacktest([])).toMatchObject({ workloads: 0, affected: 0, lead_days: null });
});
