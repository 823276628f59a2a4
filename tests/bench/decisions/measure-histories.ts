import type { Verdict } from '../../../decisions/policy/policy.ts';
import { median } from '../benchmark.ts';
import { publishedOn } from './judge-history.ts';
import type { ReplayedHistory, VerdictChange } from './replay-scenario.ts';
import { QUARTER_DAYS } from './scenario.ts';
import { CHANGE_DAY } from './scenarios/changes.ts';

/** One number out of many histories; null where half of them or more never come that far. */
export type Measure = (histories: readonly ReplayedHistory[]) => number | null;

/** Per cent of the histories in which stop or redesign was ever published. */
export const falseAlarms: Measure = (histories) =>
  percentOf(histories, ({ changes }) =>
    changes.some(({ published }) => published === 'stop' || published === 'redesign'),
  );

/** Per cent of the histories in which scale was ever published. */
export const everScaled: Measure = (histories) =>
  percentOf(histories, ({ changes }) => changes.some(({ published }) => published === 'scale'));

/** Median days from the first event to scale. */
export const daysToScale: Measure = (histories) =>
  medianDays(histories, (changes) => changes.find(({ published }) => published === 'scale'));

/** Changes of the published verdict after its first, for a quarter, on average. */
export const flips: Measure = (histories) => mean(histories.map(({ changes }) => flipsOf(changes)));

/** Median days from the change to the end of scale, of the histories that were scaled by then. */
export const daysToWithdraw: Measure = (histories) => {
  const scaled = histories.filter(({ changes }) => publishedOn(changes, CHANGE_DAY) === 'scale');
  const ended = ({ day, published }: VerdictChange): boolean =>
    day > CHANGE_DAY && published !== 'scale';
  return medianDays(scaled, (changes) => changes.find(ended), CHANGE_DAY);
};

/** Median days from the change until a verdict is proposed. */
export function daysToPropose(verdict: Verdict): Measure {
  const isProposed = ({ day, proposed }: VerdictChange): boolean =>
    day > CHANGE_DAY && proposed === verdict;
  return (histories) => medianDays(histories, (changes) => changes.find(isProposed), CHANGE_DAY);
}

/** Scales that were issued. */
export const scales: Measure = (histories) => sum(histories.map((history) => history.scales));

/** Scales that were issued while evidence on a required signal was missing. */
export const scalesOnMissing: Measure = (histories) =>
  sum(histories.map((history) => history.scalesOnMissing));

function flipsOf(changes: readonly VerdictChange[]): number {
  const flipped = changes.filter(
    ({ published }, index) => published !== (changes[index - 1]?.published ?? 'hold'),
  );
  const [settled, ...later] = flipped;
  return settled === undefined ? 0 : (later.length * QUARTER_DAYS) / (QUARTER_DAYS - settled.day);
}

function medianDays(
  histories: readonly ReplayedHistory[],
  find: (changes: readonly VerdictChange[]) => VerdictChange | undefined,
  fromDay = 0,
): number | null {
  const days = histories.map(({ changes }) => (find(changes)?.day ?? Infinity) - fromDay);
  const middle = median(days);
  return Number.isFinite(middle) ? middle : null;
}

function percentOf(
  histories: readonly ReplayedHistory[],
  holds: (history: ReplayedHistory) => boolean,
): number {
  return (100 * histories.filter(holds).length) / histories.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
