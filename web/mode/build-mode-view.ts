import type { ModeItem } from '../../decisions/effect/mode-item.ts';
import { modeInWords } from '../../decisions/effect/mode-words.ts';
import { formatInstant, formatMoment, instantMs } from '../format/time.ts';
import { tellActor } from '../policies/tell-actor.ts';

type Hold = ModeItem['holds'][number];

/** One thing that lowers a workload for now, in words. */
export interface HoldLine {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly since: string;
  readonly sinceExplanation: string;
  readonly wayBack: string;
  readonly canLift: boolean;
  /** The alert that it answers to. */
  readonly alert: string | null;
}

/** What a workload may do, in words. */
export interface ModeView {
  readonly title: string;
  readonly isOff: boolean;
  readonly isHeld: boolean;
  /** What the mode means for those who ask. */
  readonly meaning: string;
  /** Where the base comes from. */
  readonly origin: string;
  readonly bound: string | null;
  readonly holds: readonly HoldLine[];
}

const MEANINGS: Readonly<Record<ModeItem['mode'], string>> = {
  off: 'Applications that ask are told not to use it.',
  'read-only': 'It may look things up and change nothing.',
  'draft-only': 'It may draft; people write.',
  review: 'A person looks at each result before it counts.',
  limited: 'It acts by itself for a fixed share; for the others it is off.',
  live: 'It acts by itself.',
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function tellMeaning({ mode, effective }: ModeItem): string {
  const { otherwise, only } = effective;
  const words =
    mode === 'limited' && otherwise !== 'off'
      ? `It acts by itself for a fixed share; for the others it is in ${otherwise}.`
      : MEANINGS[mode];
  const named = [...only.segments, ...only.teams, ...only.tasks];
  return named.length === 0 ? words : `${words} Only for ${named.join(', ')}.`;
}

function tellOrigin({ base, mode, percent }: ModeItem, nowMs: number): string {
  const decided = modeInWords(base);
  // What holds now need not be said twice.
  const words = decided === modeInWords({ mode, percent }) ? '' : `: ${decided}`;
  if (base.source === 'unstated') return 'Nobody has stated a mode; it was seen running.';
  const when = base.since === null ? '' : ` ${formatMoment(instantMs(base.since), nowMs)}`;
  const who = base.by === null ? '' : ` by ${tellActor(base.by)}`;
  switch (base.source) {
    case 'decision':
      return `Decided${when}${who}${words}.`;
    case 'override':
      return `Raised without a decision${when}${who}${words}: ${base.reason}.`;
    case 'lowered':
      return `Lowered${when}${who}${words}: ${base.reason}.`;
    case 'record':
      return `Stated in its record${words}.`;
  }
}

const WAYS_BACK: Readonly<Record<Hold['back'], string>> = {
  on_resolve: 'ends with its alert',
  by_person: 'ends when a person lifts it',
  by_decision: 'ends with a new decision',
};

function buildHold(hold: Hold, nowMs: number): HoldLine {
  const sinceMs = instantMs(hold.since);
  const by = hold.rule === undefined ? tellActor(hold.by) : `rule ${hold.rule}`;
  const until =
    hold.until === undefined
      ? ''
      : `, at ${formatMoment(instantMs(hold.until), nowMs)} at the latest`;
  return {
    id: hold.id,
    title: hold.cap.mode === 'off' ? 'Paused' : `Held at ${modeInWords(hold.cap)}`,
    reason: hold.reason,
    since: `since ${formatMoment(sinceMs, nowMs)}, by ${by}`,
    sinceExplanation: formatInstant(sinceMs),
    wayBack: `${WAYS_BACK[hold.back]}${until}`,
    canLift: hold.back !== 'by_decision',
    alert: hold.alert ?? null,
  };
}

/** What a workload may do, in words. */
export function buildModeView(item: ModeItem, nowMs: number): ModeView {
  const { mode, percent, holds, bound } = item;
  const isBounded = bound.mode !== 'live';
  return {
    title: capital(modeInWords({ mode, percent })),
    isOff: mode === 'off',
    isHeld: holds.length > 0,
    meaning: tellMeaning(item),
    origin: tellOrigin(item, nowMs),
    bound: isBounded ? `The stage ${bound.stage} allows ${bound.mode} at most.` : null,
    holds: holds.map((hold) => buildHold(hold, nowMs)),
  };
}
