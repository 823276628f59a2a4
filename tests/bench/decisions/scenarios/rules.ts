import { dayMs } from '../../../decisions/simulated-history.ts';
import { REQUIRED_SIGNALS } from '../required-signals.ts';
import { type RightVerdict, type Scenario, steady } from '../scenario.ts';
import { inside, type Truth, worth } from '../truth.ts';
import { CHANGE_DAY } from './changes.ts';

const fine = inside(1 / 2);
const SCALED: RightVerdict = { verdict: 'scale', fromDay: 0, byDay: 35 };
const NEVER = { verdict: 'hold', byDay: 0 } as const;
const HOLD_AT_CHANGE = { verdict: 'hold', fromDay: CHANGE_DAY, byDay: CHANGE_DAY + 2 } as const;

const judge = { sensitivity: 0.9, specificity: 0.97 };
const judgedByModel: Truth = { ...fine, judge };
const correctingPolicy = {
  signals: {
    ...REQUIRED_SIGNALS,
    hallucination_rate: { role: 'required', limit: 0.03, min_sample: 100, judge },
  },
} as const;

/** A second release that takes over some of the runs on the day of the change. */
function releasing(
  id: string,
  title: string,
  share: number,
  after: Truth,
  right: RightVerdict[],
): Scenario {
  return {
    id,
    title,
    right: [SCALED, ...right],
    truthAt: (day) =>
      day < CHANGE_DAY
        ? { ...fine, releases: { r1: 1 } }
        : { ...after, releases: { r1: 1 - share, r2: share } },
  };
}

/** Workloads on which the policy's rules decide: releases, limits, judges, gates and alerts. */
export const RULES: readonly Scenario[] = [
  releasing(
    'release',
    'a new release, as good as the one before, earns its verdict again',
    1,
    fine,
    [
      { ...HOLD_AT_CHANGE, orElse: ['scale'] },
      { verdict: 'scale', fromDay: CHANGE_DAY + 3, byDay: CHANGE_DAY + 28 },
    ],
  ),
  releasing(
    'bad-release',
    'a new release that makes up twice what is allowed',
    1,
    { ...fine, hallucinationRate: 0.06 },
    [HOLD_AT_CHANGE],
  ),
  releasing('worthless-release', 'a new release worth half of what is asked', 1, worth(fine, 0.2), [
    { verdict: 'redesign', fromDay: CHANGE_DAY, byDay: CHANGE_DAY + 11 },
  ]),
  releasing('canary', 'a new release on a tenth of the runs changes nothing', 0.1, fine, []),
  {
    id: 'limit-changed',
    title: 'a limit is changed, and has to be met anew',
    right: [
      SCALED,
      { ...HOLD_AT_CHANGE, orElse: ['scale'] },
      { verdict: 'scale', fromDay: CHANGE_DAY + 3, byDay: CHANGE_DAY + 28 },
    ],
    truthAt: () => fine,
    limitChangesMs: { hallucination_rate: [dayMs(CHANGE_DAY)] },
  },
  steady(
    'biased-judge',
    'half of every limit, by a judge that is wrong at a known rate',
    judgedByModel,
    { verdict: 'scale', byDay: 60 },
    { policy: correctingPolicy },
  ),
  steady(
    'biased-judge-at-limit',
    'at the limit on made-up answers, by a judge that is wrong at a known rate',
    { ...judgedByModel, hallucinationRate: 0.03 },
    NEVER,
    { policy: correctingPolicy },
  ),
  steady(
    'valued-by-outcome',
    'half of every limit, the value told by outcomes and the business case',
    { ...fine, valueStated: false },
    { verdict: 'scale', byDay: 28 },
    { businessCase: { value_per_success_usd: 1 } },
  ),
  steady('gate-open', 'healthy, but a gate for scale is open', fine, NEVER, {
    policy: { gates: { required_for_scale: ['owners'] } },
  }),
  {
    id: 'gate-passed-late',
    title: 'healthy, and the gate for scale is passed on day 40',
    right: [
      { verdict: 'hold', fromDay: 0, byDay: 0 },
      { verdict: 'scale', fromDay: 40, byDay: 48 },
    ],
    truthAt: () => fine,
    policy: { gates: { required_for_scale: ['owners'] } },
    gatesAt: (day) => [
      { gate: 'owners', state: day < 40 ? 'open' : 'passed', evidence: 'The record.' },
    ],
  },
  {
    id: 'alert-blocks',
    title: 'healthy, but an alert that blocks scale fires for five days',
    right: [
      SCALED,
      { ...HOLD_AT_CHANGE, byDay: CHANGE_DAY + 1, orElse: ['scale'] },
      { verdict: 'scale', fromDay: CHANGE_DAY + 5, byDay: CHANGE_DAY + 13 },
    ],
    truthAt: () => fine,
    blocksAt: (day) => ({
      alerts: day >= CHANGE_DAY && day < CHANGE_DAY + 5 ? ['tools-failing'] : [],
      decisionExpired: false,
    }),
  },
  {
    id: 'decision-expired',
    title: 'healthy, but the decision expires',
    right: [SCALED, HOLD_AT_CHANGE],
    truthAt: () => fine,
    blocksAt: (day) => ({ alerts: [], decisionExpired: day >= CHANGE_DAY }),
  },
];
