import {
  daysToPropose,
  daysToScale,
  daysToWithdraw,
  everScaled,
  falseAlarms,
  flips,
  type Measure,
  scales,
  scalesOnMissing,
} from './measure-histories.ts';
import type { ReplayedHistory } from './replay-scenario.ts';

/** One figure of the proof of quality with what it is held against. */
export interface ProofFigure {
  readonly name: string;
  /** Null where it cannot be told yet, or where half of the histories never come that far. */
  readonly value: number | null;
  readonly unit: '%' | 'days' | 'flips' | 'scales' | 'minutes';
  readonly atMost: number | null;
  readonly histories: number;
}

/** Histories by scenario. */
export type Histories = ReadonlyMap<string, readonly ReplayedHistory[]>;

/** A figure before it is measured; without scenarios it is over all of them. */
type Asked = Omit<ProofFigure, 'value' | 'histories'> & {
  readonly scenarios: readonly string[] | null;
  readonly measure: Measure;
};

const two = ['two-thirds'];
const steady = ['two-thirds', 'half', 'third'];

function ask(
  name: string,
  scenarios: readonly string[] | null,
  measure: Measure,
  unit: ProofFigure['unit'],
  atMost: number | null,
): Asked {
  return { name, scenarios, measure, unit, atMost };
}

const CALM: readonly Asked[] = [
  ask('false stop or redesign, two thirds of every limit', two, falseAlarms, '%', 0.5),
  ask('false stop or redesign, two thirds or better', steady, falseAlarms, '%', 0.5),
  ask('flips a quarter once settled, two thirds of every limit', two, flips, 'flips', 0.2),
  ask('flips a quarter once settled, two thirds or better', steady, flips, 'flips', 0.2),
];

const EARLY: readonly Asked[] = [
  ask('first event to scale, half of every limit', ['half'], daysToScale, 'days', 21),
  ask('first event to scale, two thirds of every limit', two, daysToScale, 'days', 28),
  ask('first event to scale, 0.8 and 1,000 runs a day', ['busy'], daysToScale, 'days', 21),
];

/** One figure for each scenario at a limit, named after it. */
function askAtLimits(histories: Histories): readonly Asked[] {
  const atLimit = [...histories.keys()].filter((scenario) => scenario.includes('at-limit'));
  return atLimit.map((scenario) => ask(`ever scaled, ${scenario}`, [scenario], everScaled, '%', 1));
}

const BREACHES: readonly Asked[] = (['hallucination', 'value', 'return'] as const).flatMap(
  (breach) => [
    ask(
      `1.5 times too bad in ${breach}, until scale is withdrawn`,
      [`breach-${breach}-1.5`],
      daysToWithdraw,
      'days',
      5,
    ),
    ask(
      `2 times too bad in ${breach}, until the right verdict is proposed`,
      [`breach-${breach}-2`],
      daysToPropose(breach === 'hallucination' ? 'hold' : 'redesign'),
      'days',
      5,
    ),
  ],
);

const BEYOND_THE_GOALS: readonly Asked[] = [
  ask(
    '1.5 times too bad in value, from half of every limit, until scale is withdrawn',
    ['breach-value-1.5-from-half'],
    daysToWithdraw,
    'days',
    null,
  ),
  ask(
    '2 times too bad on two axes, until stop is proposed',
    ['breach-two-axes'],
    daysToPropose('stop'),
    'days',
    null,
  ),
];

const ON_MISSING: readonly Asked[] = [
  ask('scales issued on missing evidence, all scenarios', null, scalesOnMissing, 'scales', 0),
  ask('scales issued in all', null, scales, 'scales', null),
];

/** The figures of the proof of quality; those whose scenarios were not run are left out. */
export function proofFigures(histories: Histories): readonly ProofFigure[] {
  const measured = ({ scenarios, measure, ...figure }: Asked): ProofFigure[] => {
    const all = (scenarios ?? [...histories.keys()]).flatMap((id) => histories.get(id) ?? []);
    if (all.length === 0) return [];
    return [{ ...figure, value: measure(all), histories: all.length }];
  };
  const asked = [...CALM, ...EARLY, ...askAtLimits(histories), ...BREACHES, ...BEYOND_THE_GOALS];
  return [...asked.flatMap(measured), ...ON_MISSING.flatMap(measured)];
}
