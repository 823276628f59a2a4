import type { Verdict } from '../../../decisions/policy/policy.ts';
import type { ReplayedHistory, VerdictChange } from './replay-scenario.ts';
import { QUARTER_DAYS, type RightVerdict, type Scenario } from './scenario.ts';

/** How one history fared in one stretch of its scenario, in which one verdict is right. */
export interface Judged {
  /** Whether the right verdict was published on the day it had to be. */
  readonly onTime: boolean;
  /** First day on which it was published, not before it was right; Infinity if never. */
  readonly rightDay: number;
  /** Whether hold was published again after the day by which something else had to be. */
  readonly lost: boolean;
  /** Whether a verdict was published that is neither right, nor hold, nor what was right before. */
  readonly wrong: boolean;
  /** What was published at noon of each day from `byDay` on; what is not wrong either counts as right. */
  readonly days: readonly Verdict[];
}

/** The stretches of a scenario: each right verdict with the day on which the next one takes over. */
export function stretchesOf(scenario: Scenario): readonly {
  readonly right: RightVerdict;
  readonly before: RightVerdict | null;
  readonly endDay: number;
}[] {
  return scenario.right.map((right, index) => ({
    right,
    before: scenario.right[index - 1] ?? null,
    endDay: scenario.right[index + 1]?.fromDay ?? QUARTER_DAYS,
  }));
}

/** A history held against what is right, stretch by stretch. */
export function judgeHistory(scenario: Scenario, history: ReplayedHistory): readonly Judged[] {
  return stretchesOf(scenario).map(({ right, before, endDay }) => {
    const { fromDay, byDay, verdict, orElse = [] } = right;
    const isRight = (published: Verdict): boolean =>
      published === verdict || orElse.includes(published);
    const meanwhile = before === null ? [] : [before.verdict, ...(before.orElse ?? [])];
    const early = publishedBetween(history.changes, fromDay, byDay);
    const late = publishedBetween(history.changes, byDay, endDay);
    const first = [...early, ...late].find(({ published }) => published === verdict);
    return {
      onTime: isRight(publishedOn(history.changes, byDay)),
      rightDay: first?.day ?? Infinity,
      lost: late.some(({ published }) => published === 'hold' && !isRight('hold')),
      wrong:
        early.some(
          ({ published }) =>
            !isRight(published) && published !== 'hold' && !meanwhile.includes(published),
        ) || late.some(({ published }) => !isRight(published) && published !== 'hold'),
      days: daysFrom(byDay, endDay).map((day) => {
        const published = publishedOn(history.changes, day + 0.5);
        return isRight(published) ? verdict : published;
      }),
    };
  });
}

/** What was published at a time of the history; hold before anything was. */
export function publishedOn(changes: readonly VerdictChange[], day: number): Verdict {
  return changes.findLast((change) => change.day <= day)?.published ?? 'hold';
}

/** What was published at a day and each change of it up to another. */
function publishedBetween(
  changes: readonly VerdictChange[],
  fromDay: number,
  toDay: number,
): readonly { readonly day: number; readonly published: Verdict }[] {
  if (fromDay >= toDay) return [];
  const inside = changes.filter(({ day }) => day > fromDay && day < toDay);
  return [{ day: fromDay, published: publishedOn(changes, fromDay) }, ...inside];
}

function daysFrom(fromDay: number, toDay: number): readonly number[] {
  const first = Math.ceil(fromDay);
  return Array.from({ length: Math.max(0, Math.floor(toDay) - first) }, (_, i) => first + i);
}
