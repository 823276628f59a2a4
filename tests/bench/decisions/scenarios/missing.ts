import { DAY_MS } from '../../../../core/time.ts';
import type { HistoryRows } from '../../../../signals/history-rows.ts';
import { dayMs } from '../../../decisions/simulated-history.ts';
import { type RightVerdict, type Scenario, steady } from '../scenario.ts';
import { inside, type Truth, worth } from '../truth.ts';
import { CHANGE_DAY } from './changes.ts';

const fine = inside(1 / 2);
const SCALED: RightVerdict = { verdict: 'scale', fromDay: 0, byDay: 35 };
const NEVER = { verdict: 'hold', byDay: 0 } as const;
const silent = { ...fine, runsPerDay: 0 };

/** Healthy until the change, then something is no longer told: hold as soon as that is stale, after two days. */
function losing(id: string, title: string, after: Truth): Scenario {
  const hold = { verdict: 'hold', fromDay: CHANGE_DAY, byDay: CHANGE_DAY + 3 } as const;
  return {
    id,
    title,
    right: [SCALED, hold],
    truthAt: (day) => (day < CHANGE_DAY ? fine : after),
  };
}

/** Late reviews that call every so many-th judged run made up, two days after its hour. */
function reviewed(every: number): (rows: HistoryRows) => HistoryRows {
  return (rows) => {
    let judged = 0;
    const corrections = rows.hours.map(({ hourMs, sums }) => {
      const before = Math.floor(judged / every);
      judged += sums.judged ?? 0;
      const hallucinated = Math.floor(judged / every) - before;
      return { runHourMs: hourMs, judgedMs: hourMs + 2 * DAY_MS, judged: 0, hallucinated };
    });
    return { ...rows, corrections };
  };
}

/** Workloads of which something is not told: none of them may be scaled on what is missing. */
export const MISSING: readonly Scenario[] = [
  steady('never-judged', 'nobody ever judges', { ...fine, judgedShare: 0 }, NEVER),
  steady(
    'seldom-judged',
    'one run in two hundred is judged',
    { ...fine, judgedShare: 0.005 },
    NEVER,
  ),
  steady('never-valued', 'no run has a value', { ...fine, valuedShare: 0 }, NEVER),
  steady('thinly-valued', 'four runs in ten have a value', { ...fine, valuedShare: 0.4 }, NEVER),
  steady('unpriced', 'one run in twenty has no price', { ...fine, pricedShare: 0.95 }, NEVER),
  losing('judge-stops', 'the judge falls silent', { ...fine, judgedShare: 0 }),
  losing('feed-stops', 'all telemetry falls silent', silent),
  losing('unpriced-model', 'a new model without a price takes a third', {
    ...fine,
    pricedShare: 0.67,
  }),
  {
    id: 'outage-of-a-day',
    title: 'no telemetry for a day',
    right: [SCALED],
    truthAt: (day) => (Math.floor(day) === CHANGE_DAY ? silent : fine),
  },
  {
    id: 'outage-of-four-days',
    title: 'no telemetry for four days',
    right: [
      SCALED,
      { verdict: 'hold', fromDay: CHANGE_DAY + 2, byDay: CHANGE_DAY + 3, orElse: ['scale'] },
      { verdict: 'scale', fromDay: CHANGE_DAY + 4, byDay: CHANGE_DAY + 20 },
    ],
    truthAt: (day) => (day >= CHANGE_DAY && day < CHANGE_DAY + 4 ? silent : fine),
  },
  {
    id: 'stopped-and-silent',
    title: 'weak on two axes, stopped, then silent',
    right: [
      { verdict: 'stop', fromDay: 0, byDay: 14, orElse: ['redesign'] },
      { verdict: 'stop', fromDay: 30, byDay: 30 },
    ],
    truthAt: (day) => (day < 30 ? { ...worth(fine, 0.2), hallucinationRate: 0.1 } : silent),
  },
  steady(
    'late-reviews',
    'reviews, two days late, find twice the made-up answers that are allowed',
    { ...fine, hallucinationRate: 0.01 },
    NEVER,
    { alter: reviewed(20) },
  ),
  {
    id: 'begins-late',
    title: 'one run on the first day, a month of silence, then healthy',
    right: [{ verdict: 'scale', fromDay: 30, byDay: 58 }],
    truthAt: (day) => (day < 1 || day >= 30 ? fine : silent),
    alter: (rows) => ({
      ...rows,
      hours: rows.hours.filter(({ hourMs }, index) => index === 0 || hourMs >= dayMs(30)),
    }),
  },
];
