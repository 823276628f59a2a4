import { DAY_MS, isoTime } from '../../core/time.ts';
import type { AssessedSignal, Assessment } from '../assessment/assessment.ts';
import { formatValue } from '../assessment/format-value.ts';
import { missingPhrase } from '../assessment/signal-phrase.ts';
import type { Verdict } from '../policy/policy.ts';
import type { DecisionDocument, DecisionScore } from './decision.ts';

/** Sooner than this nothing is said: most evidence windows hold little that is new. */
export const SCORE_AFTER_MS = 14 * DAY_MS;

/** How much use of a workload each verdict speaks for. */
const RANK: Readonly<Record<Verdict, number>> = { stop: 0, redesign: 1, hold: 2, scale: 3 };

/** What a decision is scored by. */
export interface ScoreQuestion {
  readonly decision: Pick<
    DecisionDocument,
    'verdict' | 'accepts' | 'published' | 'assessment' | 'in_force_at'
  >;
  /** Up to when it counts, epoch milliseconds: now, or when it was replaced or ran out. */
  readonly untilMs: number;
  /** The assessment at that instant; null while it is too early for one. */
  readonly later: Assessment | null;
}

type Detail = DecisionScore['details'][number];

/**
 * What became of a decision: what the required signals did after it against their frozen intervals, and
 * whether the verdict that was published since agrees with it.
 * @returns an acceptance `held` unless the verdict got worse than what was signed (or a stop better); an
 * overrule `held` where the verdict came nearer to it than to the one it overruled, and where it lies
 * between both, if more signals got better than worse. `too_early` within a fortnight.
 */
export function scoreDecision({ decision, untilMs, later }: ScoreQuestion): DecisionScore {
  const inForceMs = decision.in_force_at === null ? untilMs : Date.parse(decision.in_force_at);
  const until = isoTime(untilMs);
  if (later === null || untilMs - inForceMs < SCORE_AFTER_MS) {
    const days = Math.max(0, Math.floor((untilMs - inForceMs) / DAY_MS));
    return {
      score: 'too_early',
      words: `In force for ${days} ${days === 1 ? 'day' : 'days'}: a score takes 14.`,
      until,
      verdict: null,
      overrule_right: null,
      details: [],
    };
  }
  const details = decision.assessment.signals
    .filter(({ role }) => role === 'required')
    .map((before) => compareSignal(before, later));
  const held = decision.accepts
    ? acceptanceHeld(decision.verdict, later.verdict)
    : overruleHeld(decision, later.verdict, details);
  return {
    score: held ? 'held' : 'turned',
    words: tellScore(decision, later.verdict, held, details),
    until,
    verdict: later.verdict,
    overrule_right: decision.accepts ? null : held,
    details,
  };
}

function acceptanceHeld(signed: Verdict, later: Verdict): boolean {
  return signed === 'stop' ? later === 'stop' : RANK[later] >= RANK[signed];
}

function overruleHeld(
  { verdict, published }: ScoreQuestion['decision'],
  later: Verdict,
  details: readonly Detail[],
): boolean {
  const nearness = Math.abs(RANK[later] - RANK[published]) - Math.abs(RANK[later] - RANK[verdict]);
  if (nearness !== 0) return nearness > 0;
  const better = countOf(details, 'better') - countOf(details, 'worse');
  // Who asked for less use of it is right where it got worse.
  return RANK[verdict] > RANK[published] ? better > 0 : better < 0;
}

const countOf = (details: readonly Detail[], change: Detail['change']): number =>
  details.filter((detail) => detail.change === change).length;

/** A required signal's later value against the interval it had when the decision was signed. */
function compareSignal(before: AssessedSignal, later: Assessment): Detail {
  const after = later.signals.find(({ signal }) => signal === before.signal);
  const { signal, title } = before;
  const from = before.state === 'ok' ? before.value : null;
  const to = after?.state === 'ok' ? after.value : null;
  const of = { signal, title, from, to };
  if (from === null || to === null) {
    const state = from === null ? before.state : (after?.state ?? 'not_instrumented');
    const why = state === 'ok' ? 'has no value' : missingPhrase(state);
    const when = from === null ? 'then' : 'since';
    return { ...of, change: 'unknown', words: `${title}: not to compare (${when} it ${why})` };
  }
  const change = changeOf(before, to);
  const words = `${title}: ${formatValue(signal, from)} then, ${formatValue(signal, to)} after (${change})`;
  return { ...of, change, words };
}

function changeOf({ low, high, better }: AssessedSignal, to: number): Detail['change'] {
  const isAbove = high !== null && to > high;
  const isBelow = low !== null && to < low;
  if (!isAbove && !isBelow) return 'same';
  return isAbove === (better === 'higher') ? 'better' : 'worse';
}

function tellScore(
  { verdict, accepts, published }: ScoreQuestion['decision'],
  later: Verdict,
  held: boolean,
  details: readonly Detail[],
): string {
  const counts = (['better', 'worse', 'same', 'unknown'] as const)
    .map((change) => [countOf(details, change), change] as const)
    .filter(([count]) => count > 0)
    .map(([count, change]) => `${count} ${change}`);
  const signals = counts.length === 0 ? '' : ` Required signals: ${counts.join(', ')}.`;
  if (accepts) {
    const outcome = held ? 'The verdict held up' : 'It turned out otherwise';
    return `${outcome}: ${verdict} was accepted, and the verdict since is ${later}.${signals}`;
  }
  const outcome = held ? 'The overrule was right' : 'The overrule was wrong';
  return `${outcome}: ${verdict} was signed against ${published}, and the verdict since is ${later}.${signals}`;
}
