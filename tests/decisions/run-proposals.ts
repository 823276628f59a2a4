import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { type Proposal, type Publication, publish } from '../../decisions/engine/publish.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';

/** The built-in dwell, in milliseconds. */
export const DWELL = { hold: 0, redesign: 3 * DAY_MS, stop: 7 * DAY_MS, scale: 7 * DAY_MS };
/** The first grid instant of every run. */
export const START_MS = Date.UTC(2026, 0, 1);
/** Hours of a day. */
export const DAY = 24;

/** Proposals by the hour: `[verdict, hours]`, or with what it would be as last known. */
export type Stretch = readonly [verdict: Verdict, hours: number, asLastKnown?: Verdict];

/** What is published after each hour of the stretches. */
export function run(stretches: readonly Stretch[], dwellMs = DWELL): Publication[] {
  const all: Publication[] = [];
  for (const [proposed, hours, asLastKnown] of stretches) {
    const proposal: Proposal = { proposed, asLastKnown: asLastKnown ?? proposed };
    for (let hour = 0; hour < hours; hour++) {
      all.push(publish(dwellMs, proposal, all.at(-1) ?? null, START_MS + all.length * HOUR_MS));
    }
  }
  return all;
}

/** The first hour at which a verdict is published; −1 if never. */
export const hourOf = (all: readonly Publication[], verdict: Verdict): number =>
  all.findIndex(({ published }) => published === verdict);
/** What is published in the end. */
export const last = (all: readonly Publication[]): Publication => all.at(-1)!;
