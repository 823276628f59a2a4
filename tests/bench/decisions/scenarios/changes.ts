import type { RightVerdict, Scenario } from '../scenario.ts';
import { inside, returning, type Truth, worth } from '../truth.ts';

/** The day on which most of these workloads change: long after they were scaled. */
export const CHANGE_DAY = 50;

const fine = inside(1 / 2);
const good = inside(2 / 3);
/** Healthy until the change. */
const SCALED: RightVerdict = { verdict: 'scale', fromDay: 0, byDay: 49 };

function changing(
  id: string,
  title: string,
  before: Truth,
  after: Truth,
  then: Omit<RightVerdict, 'fromDay'>,
): Scenario {
  return {
    id,
    title,
    right: [SCALED, { ...then, fromDay: CHANGE_DAY }],
    truthAt: (day) => (day < CHANGE_DAY ? before : after),
  };
}

/** A value that goes evenly from one to another between two days. */
function between(day: number, [fromDay, from]: Knot, [toDay, to]: Knot): number {
  const share = Math.min(1, Math.max(0, (day - fromDay) / (toDay - fromDay)));
  return from + share * (to - from);
}
type Knot = readonly [day: number, value: number];

const breaches = [1.5, 2].flatMap((times): Scenario[] => [
  changing(
    `breach-hallucination-${times}`,
    `makes up ${times} times what is allowed, from one day to the next`,
    good,
    { ...good, hallucinationRate: 0.03 * times },
    { verdict: 'hold', byDay: CHANGE_DAY + 7 },
  ),
  changing(
    `breach-value-${times}`,
    `worth ${times} times too little, from one day to the next`,
    good,
    worth(good, 0.4 / times),
    { verdict: 'redesign', byDay: CHANGE_DAY + 10 },
  ),
  changing(
    `breach-return-${times}`,
    `returns ${times} times too little, from one day to the next`,
    good,
    returning(good, 1.2 / times),
    { verdict: 'redesign', byDay: CHANGE_DAY + 10 },
  ),
]);

/** Workloads whose truth changes on the way, at once or slowly. */
export const CHANGES: readonly Scenario[] = [
  ...breaches,
  changing(
    'breach-value-1.5-from-half',
    'from half of every limit to worth 1.5 times too little',
    fine,
    worth(fine, 0.4 / 1.5),
    { verdict: 'redesign', byDay: CHANGE_DAY + 11 },
  ),
  changing(
    'breach-two-axes',
    'makes up twice and is worth half of what is allowed',
    good,
    { ...worth(good, 0.2), hallucinationRate: 0.06 },
    { verdict: 'stop', byDay: CHANGE_DAY + 15, orElse: ['redesign'] },
  ),
  {
    id: 'recovery',
    title: 'weak in value for a month, then repaired',
    right: [
      { verdict: 'redesign', fromDay: 0, byDay: 7 },
      { verdict: 'scale', fromDay: 30, byDay: 55, orElse: ['redesign'] },
    ],
    truthAt: (day) => (day < 30 ? worth(fine, 0.2) : fine),
  },
  {
    id: 'recovery-from-stop',
    title: 'weak on two axes for a month, then repaired',
    right: [
      { verdict: 'stop', fromDay: 0, byDay: 14, orElse: ['redesign'] },
      { verdict: 'scale', fromDay: 30, byDay: 60, orElse: ['stop', 'redesign'] },
    ],
    truthAt: (day) => (day < 30 ? returning(worth(fine, 0.2), 0.6) : fine),
  },
  {
    id: 'slow-hallucinations',
    title: 'makes up a little more every day, across the limit on day 47',
    right: [
      { ...SCALED, byDay: 42 },
      { verdict: 'hold', fromDay: 47, byDay: 62 },
    ],
    truthAt: (day) => ({
      ...fine,
      hallucinationRate: between(day, [30, 0.015], [80, 0.06]),
    }),
  },
  {
    id: 'slow-value',
    title: 'is worth a little less every day, across the limit on day 63',
    right: [SCALED, { verdict: 'redesign', fromDay: 63, byDay: 78 }],
    truthAt: (day) => worth(fine, between(day, [30, 0.8], [80, 0.2])),
  },
  {
    id: 'one-bad-day',
    title: 'one day with eight times the made-up answers: hold for a while at most',
    right: [SCALED, { verdict: 'scale', fromDay: CHANGE_DAY, byDay: CHANGE_DAY + 16 }],
    truthAt: (day) =>
      Math.floor(day) === CHANGE_DAY ? { ...fine, hallucinationRate: 0.12 } : fine,
  },
  {
    id: 'growth',
    title: 'traffic grows from 50 to 500 runs a day',
    right: [{ verdict: 'scale', fromDay: 0, byDay: 42 }],
    truthAt: (day) => ({ ...fine, runsPerDay: between(day, [0, 50], [60, 500]) }),
  },
];
