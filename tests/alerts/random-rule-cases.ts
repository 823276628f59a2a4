import { ruleCase, type RuleCase } from '../../alerts/check/rule-case.ts';
import { COMPARISONS } from '../../alerts/condition/condition.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';

type Uniform = () => number;

/** How much is bad, by the limit. */
const SHARES = ['above', 'at', 'none'] as const;

/** Evaluations of one case. */
const STEPS = 100;
const THRESHOLDS = [0, 1, -2.5, 0.05, 0.1 + 0.2, 1e-7, 99.9];
/** Times in steps of the rule; halves end between two evaluations. */
const WAITS = [0, 0, 0.5, 1, 2, 3.5, 6];
/** Objective, factor, and minutes of the long and the short window. */
const BURNS = [
  [0.99, 14.4, 60, 5],
  [0.999, 14.4, 30, 3],
  [0.95, 6, 20, 1],
  [0.9, 1, 15, 4],
  [0.9, 3, 10, 10],
  [0.99, 3, 120, 12],
  // The only limit here that a share can be equal to.
  [0.75, 1, 3, 1],
] as const;

function pick<Item>(uniform: Uniform, items: readonly Item[]): Item {
  return items[Math.floor(uniform() * items.length)]!;
}

/** One item for each index, the same for a while, so that waits come to their ends. */
function inRuns<Item>(uniform: Uniform, items: readonly Item[], length: number): Item[] {
  const stay = pick(uniform, [0.5, 0.75, 0.9]);
  const found: Item[] = [];
  let item = pick(uniform, items);
  for (let i = 0; i < length; i++) {
    if (uniform() > stay) item = pick(uniform, items);
    found.push(item);
  }
  return found;
}

function waits(uniform: Uniform, interval: number): object {
  return {
    forSeconds: pick(uniform, WAITS) * interval,
    keepFiringForSeconds: pick(uniform, WAITS) * interval,
    absent: 'clear',
  };
}

/** A gap is a point with null or no point at all; at both ends the former, which keep the evaluations. */
function withGaps(
  uniform: Uniform,
  points: readonly (object | null)[],
  spacing: number,
  nothing: object,
): object[] {
  return points.flatMap((point, i) => {
    const isEnd = i === 0 || i === points.length - 1;
    if (point === null && !isEnd && uniform() < 0.5) return [];
    return [{ t: i * spacing, ...(point ?? nothing) }];
  });
}

function thresholdCase(uniform: Uniform, id: string, interval: number, op: string): RuleCase {
  const threshold = pick(uniform, THRESHOLDS);
  const spacing = Math.min(interval, 60);
  const length = ((STEPS - 1) * interval) / spacing + 1;
  const kinds = inRuns(uniform, ['above', 'equal', 'below', 'gap', 'above', 'below'], length);
  const points = kinds.map((kind) => {
    if (kind === 'gap') return null;
    if (kind === 'equal') return { value: threshold };
    return { value: threshold + (kind === 'above' ? 1 : -1) * pick(uniform, [1e-9, 0.3, 40]) };
  });
  return ruleCase.parse({
    id,
    interval,
    rule: { op, threshold, ...waits(uniform, interval) },
    series: withGaps(uniform, points, spacing, { value: null }),
  });
}

function burnCase(uniform: Uniform, id: string, interval: number): RuleCase {
  const [objective, factor, longMinutes, shortMinutes] = pick(uniform, BURNS);
  const limit = factor * (1 - objective);
  // A tenth of something has no exact binary form: sums of such counts show every lost digit.
  const unit = pick(uniform, [1, 1, 0.1]);
  const length = interval > 60 ? STEPS * 2 : STEPS;
  const kinds = inRuns(uniform, [...SHARES, 'gap', 'idle', 'above'] as const, length);
  const points = kinds.map((kind) => {
    if (kind === 'gap') return null;
    if (kind === 'idle') return { bad: 0, total: 0 };
    const total = pick(uniform, [1000, 1000, 8, 7]);
    const share = { above: Math.min(1, limit * 2), at: limit, none: 0 }[kind];
    return { bad: unit * Math.round(total * share), total: unit * total };
  });
  return ruleCase.parse({
    id,
    interval,
    rule: { burn: { objective, factor, longMinutes, shortMinutes }, ...waits(uniform, interval) },
    series: withGaps(uniform, points, 60, { bad: null, total: null }),
  });
}

/**
 * Cases of both kinds, with every comparison, under the policy `clear`; the same for the same seed.
 * @param interval seconds from one evaluation to the next
 */
export function randomRuleCases(seed: number, interval: number): RuleCase[] {
  const uniform = createUniform(seed);
  const name = (kind: string, i: number): string => `every${interval}_${kind}${i}`;
  return [
    ...Array.from({ length: 36 }, (_, i) =>
      thresholdCase(uniform, name('value', i), interval, COMPARISONS[i % COMPARISONS.length]!),
    ),
    ...Array.from({ length: 18 }, (_, i) => burnCase(uniform, name('burn', i), interval)),
  ];
}
