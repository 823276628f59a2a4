import { VERDICTS, type Verdict } from '../../../decisions/policy/policy.ts';
import { median } from '../benchmark.ts';
import { judgeHistory, stretchesOf } from './judge-history.ts';
import type { ReplayedHistory } from './replay-scenario.ts';
import type { Scenario } from './scenario.ts';

/** One right verdict of one scenario, and how its histories fared. */
export interface ConfusionRow {
  readonly scenario: string;
  readonly title: string;
  readonly right: Verdict;
  readonly fromDay: number;
  readonly byDay: number;
  readonly histories: number;
  /** Shares of the histories, 0 to 1. */
  readonly onTime: number;
  readonly lost: number;
  readonly wrong: number;
  /** Median day on which the right verdict was published; null where half of the histories never did. */
  readonly medianDay: number | null;
  /** Days of all histories from `byDay` on, by what was published at noon. */
  readonly days: Readonly<Record<Verdict, number>>;
}

/** How the histories of one scenario fared, a row for each verdict that is right in it. */
export function confusionRows(
  scenario: Scenario,
  histories: readonly ReplayedHistory[],
): readonly ConfusionRow[] {
  const judged = histories.map((history) => judgeHistory(scenario, history));
  return stretchesOf(scenario).map(({ right }, index) => {
    const stretch = judged.map((stretches) => stretches[index]!);
    const share = (holds: (one: (typeof stretch)[number]) => boolean): number =>
      stretch.filter(holds).length / stretch.length;
    const medianDay = median(stretch.map(({ rightDay }) => rightDay));
    return {
      scenario: scenario.id,
      title: scenario.title,
      right: right.verdict,
      fromDay: right.fromDay,
      byDay: right.byDay,
      histories: stretch.length,
      onTime: share(({ onTime }) => onTime),
      lost: share(({ lost }) => lost),
      wrong: share(({ wrong }) => wrong),
      medianDay: Number.isFinite(medianDay) ? medianDay : null,
      days: countDays(stretch.flatMap(({ days }) => days)),
    };
  });
}

/** Days by right and published verdict, over rows; each scenario counts alike, however many histories it had. */
export function confusionMatrix(
  rows: readonly ConfusionRow[],
): Readonly<Record<Verdict, Readonly<Record<Verdict, number>>>> {
  const matrix = byVerdict(() => byVerdict(() => 0));
  for (const { right, days, histories } of rows) {
    for (const published of VERDICTS) matrix[right][published] += days[published] / histories;
  }
  return matrix;
}

function countDays(days: readonly Verdict[]): Record<Verdict, number> {
  const counts = byVerdict(() => 0);
  for (const day of days) counts[day] += 1;
  return counts;
}

function byVerdict<T>(make: () => T): Record<Verdict, T> {
  return { scale: make(), hold: make(), redesign: make(), stop: make() };
}
