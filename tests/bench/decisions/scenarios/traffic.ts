import type { HistoryRows } from '../../../../signals/history-rows.ts';
import { dayMs } from '../../../decisions/simulated-history.ts';
import { QUARTER_DAYS, type Scenario, steady } from '../scenario.ts';
import { inside, type Truth, worth } from '../truth.ts';

const fine = inside(1 / 2);

function traffic(
  id: string,
  title: string,
  shareAt: (day: number) => number,
  rest: Partial<Scenario> = {},
): Scenario {
  return {
    id,
    title,
    right: [{ verdict: 'scale', fromDay: 0, byDay: 35 }],
    truthAt: (day) => ({ ...fine, runsPerDay: fine.runsPerDay * shareAt(day) }),
    ...rest,
  };
}

const hourOf = (day: number): number => (day % 1) * 24;
const isWeekend = (day: number): boolean => Math.floor(day) % 7 >= 5;
const inOffice = (day: number): boolean => !isWeekend(day) && hourOf(day) >= 8 && hourOf(day) < 18;

/** One hour in a hundred brings twenty times the runs; which ones, depends on the day. */
const burstAt = (day: number): number => (Math.floor(day * 24 * 7919) % 100 === 0 ? 20 : 0.8);

const clustered: Truth = { ...fine, runsPerConversation: 3 };

/** Tells the design effect of conversations that are all made up or none, day by day: their length. */
function withDesignEffect(rows: HistoryRows): HistoryRows {
  const designEffects = Array.from({ length: QUARTER_DAYS }, (_, day) => ({
    atMs: dayMs(day),
    signal: 'hallucination_rate',
    effect: clustered.runsPerConversation,
  }));
  return { ...rows, designEffects };
}

/** Workloads whose traffic or amounts are of an unusual shape, their quality the same all the time. */
export const TRAFFIC: readonly Scenario[] = [
  traffic('weekly', 'a fifth of the traffic on weekends, little at night', (day) => {
    const night = hourOf(day) < 6 ? 0.2 : 1.25;
    return (isWeekend(day) ? 0.25 : 1.3) * night;
  }),
  traffic(
    'office-hours',
    'weekdays from 8 to 18 only, stale after 4 days',
    (day) => (inOffice(day) ? 3.36 : 0),
    { policy: { stale_after: '4d' } },
  ),
  traffic(
    'seasonal',
    'traffic that doubles and halves within a month',
    (day) => 2 ** Math.sin((2 * Math.PI * day) / 30),
  ),
  traffic('bursts', 'an hour in a hundred with twenty times the runs', burstAt),
  steady(
    'skewed-value',
    'two thirds of the limit, values lognormal',
    { ...inside(2 / 3), valueShape: 'lognormal' },
    { verdict: 'scale', byDay: 49 },
  ),
  steady(
    'skewed-cost',
    'half of every limit, costs lognormal',
    { ...fine, costShape: 'lognormal' },
    { verdict: 'scale', byDay: 28 },
  ),
  steady(
    'rare-value',
    'half of every limit, one run in twenty brings it all',
    { ...fine, valueShape: 'rare' },
    { verdict: 'scale', byDay: 42 },
  ),
  steady(
    'rare-weak-value',
    'worth half of what is asked, one run in twenty brings it all',
    { ...worth(fine, 0.2), valueShape: 'rare' },
    { verdict: 'redesign', byDay: 21 },
  ),
  steady(
    'conversations',
    'half of every limit, made-up answers come by whole conversations of three',
    clustered,
    { verdict: 'scale', byDay: 60 },
    { alter: withDesignEffect },
  ),
  steady(
    'conversations-at-limit',
    'at the limit on made-up answers, which come by whole conversations of three',
    { ...clustered, hallucinationRate: 0.03 },
    { verdict: 'hold', byDay: 0 },
    { alter: withDesignEffect },
  ),
];
