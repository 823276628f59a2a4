import type { DecisionItem, DecisionScore } from '../../decisions/signing/decision.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { formatCalendarDay, formatInstant, formatMoment, instantMs } from '../format/time.ts';
import type { DecisionFilter } from './decisions-search.ts';

export type DecisionTone = 'bad' | 'waits' | 'good' | 'quiet';

/** One decision as a table or a history shows it. */
export interface DecisionRow {
  readonly id: string;
  readonly workload: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Null where the verdict was accepted. */
  readonly against: Verdict | null;
  readonly reason: string;
  readonly conditions: readonly string[];
  readonly state: {
    readonly word: string;
    readonly tone: DecisionTone;
    readonly explanation: string;
  };
  readonly missing: readonly string[];
  readonly signers: readonly { readonly words: string; readonly explanation: string }[];
  readonly when: string;
  readonly whenExplanation: string;
  readonly review: string;
  readonly score: {
    readonly word: string;
    readonly tone: DecisionTone;
    readonly words: string;
  } | null;
}

const STATES: Readonly<Record<DecisionItem['state'], readonly [string, DecisionTone, string]>> = {
  awaiting: ['Awaiting', 'waits', 'Signatures are missing.'],
  in_force: ['In force', 'good', 'It has every signature it needs, and its review date is ahead.'],
  expired: ['Expired', 'quiet', 'Its review date passed before it had every signature.'],
  superseded: ['Superseded', 'quiet', 'A later decision has taken its place.'],
  withdrawn: ['Withdrawn', 'quiet', 'It was taken back before it came in force.'],
  refused: ['Refused', 'quiet', 'One whose signature was missing refused it.'],
};

function buildState({ state, overdue, withdrawn, refused }: DecisionItem): DecisionRow['state'] {
  if (overdue) {
    const explanation =
      'Its review date has passed without another decision: the verdict is capped at hold.';
    return { word: 'Overdue', tone: 'bad', explanation };
  }
  const [word, tone, meaning] = STATES[state];
  const ended = withdrawn ?? refused;
  const explanation = ended === null ? meaning : `${ended.name}: ${ended.reason}`;
  return { word, tone, explanation };
}

const CAPACITY_WORDS: Readonly<Record<DecisionItem['signatures'][number]['capacity'], string>> = {
  business: 'business owner',
  operations: 'operations owner',
  risk: 'risk owner',
  sponsor: 'sponsor',
  reviewer: 'second reviewer',
  signer: 'signer',
  automation: 'program',
};

/** As what somebody signs, in words. */
export const tellCapacity = (capacity: keyof typeof CAPACITY_WORDS): string =>
  CAPACITY_WORDS[capacity];

function buildScore(score: DecisionScore | null, accepts: boolean): DecisionRow['score'] {
  if (score === null) return null;
  const { words } = score;
  if (score.score === 'too_early') return { word: 'Too early', tone: 'quiet', words };
  const isHeld = score.score === 'held';
  if (accepts) return { word: isHeld ? 'Held up' : 'Turned', tone: isHeld ? 'good' : 'bad', words };
  return { word: isHeld ? 'Was right' : 'Was wrong', tone: isHeld ? 'good' : 'bad', words };
}

/** A decision in words. */
export function buildDecisionRow(item: DecisionItem, nowMs: number): DecisionRow {
  const proposedMs = instantMs(item.proposed_at);
  return {
    id: item.id,
    workload: item.workload,
    title: item.title,
    verdict: item.verdict,
    against: item.accepts ? null : item.published,
    reason: item.reason,
    conditions: item.conditions,
    state: buildState(item),
    missing: item.missing.map(({ words }) => words),
    signers: item.signatures.map(({ name, capacity, at, note }) => ({
      words: `${name}, ${tellCapacity(capacity)}`,
      explanation: `Signed ${formatInstant(instantMs(at))}${note === '' ? '' : `\n${note}`}`,
    })),
    when: formatMoment(proposedMs, nowMs),
    whenExplanation: `Proposed ${formatInstant(proposedMs)} by ${item.proposed_by.name}`,
    review: formatCalendarDay(item.review_date, nowMs),
    score: buildScore(item.score, item.accepts),
  };
}

const PASSES: Readonly<Record<DecisionFilter, (item: DecisionItem) => boolean>> = {
  overdue: ({ overdue }) => overdue,
  awaiting: ({ state }) => state === 'awaiting',
  in_force: ({ state }) => state === 'in_force',
  overrules: ({ accepts }) => !accepts,
  past: ({ state, overdue }) => !overdue && state !== 'awaiting' && state !== 'in_force',
};

/** Those that a filter and a text leave, in the order they were given. */
export function filterDecisions(
  items: readonly DecisionItem[],
  { show, q }: { readonly show?: DecisionFilter | undefined; readonly q?: string | undefined },
): DecisionItem[] {
  const wanted = (q ?? '').trim().toLowerCase();
  return items.filter(
    (item) =>
      (show === undefined || PASSES[show](item)) &&
      (wanted === '' ||
        [item.title, item.workload, item.reason, ...item.signatures.map(({ name }) => name)].some(
          (text) => text.toLowerCase().includes(wanted),
        )),
  );
}

/** How many each filter leaves. */
export function countDecisions(
  items: readonly DecisionItem[],
): Readonly<Record<DecisionFilter, number>> {
  const count = (show: DecisionFilter): number => items.filter(PASSES[show]).length;
  return {
    overdue: count('overdue'),
    awaiting: count('awaiting'),
    in_force: count('in_force'),
    overrules: count('overrules'),
    past: count('past'),
  };
}
