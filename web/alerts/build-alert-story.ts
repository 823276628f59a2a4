import type { AlertItem } from '../api/alert-queries.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { tellActor } from '../policies/tell-actor.ts';

/** One thing that happened to an alert. */
export interface StoryLine {
  readonly atMs: number;
  readonly words: string;
  /** What somebody wrote; empty where nobody did. */
  readonly note: string;
}

type Reason = NonNullable<AlertItem['reason']>;

const ENDS: Readonly<Record<Reason, string>> = {
  cleared: 'Ended: it stayed clear',
  no_data: 'Ended: there was no data any more',
  rule_changed: 'Ended: its rule was changed',
  rule_deleted: 'Ended: its rule was deleted',
  rule_disabled: 'Ended: its rule was turned off',
  not_selected: 'Ended: its rule no longer looks at this workload',
  closed: 'Ended: somebody closed it',
};

/**
 * Why an alert ended, in words.
 * @example tellEnd('cleared') // 'Ended: it stayed clear'
 * @example tellEnd(null) // 'Ended'
 */
export const tellEnd = (reason: Reason | null): string =>
  reason === null ? 'Ended' : ENDS[reason];

type Act = AlertItem['response']['acts'][number];

/** A snooze's text begins with its end, then comes the note. */
function snoozeLine({ at, by, text }: Act): StoryLine {
  const [, until = '', note = ''] = /^(\S+Z)(?:: (.*))?$/s.exec(text) ?? [];
  const end = until === '' ? '' : ` until ${formatInstant(instantMs(until))}`;
  return { atMs: instantMs(at), words: `${tellActor(by)} snoozed it${end}`, note };
}

function lineOf(act: Act): StoryLine {
  const { at, text } = act;
  const by = tellActor(act.by);
  const atMs = instantMs(at);
  switch (act.act) {
    case 'acknowledge':
      return { atMs, words: `${by} acknowledged it`, note: text };
    case 'assign':
      return { atMs, words: `${by} assigned it to ${tellActor(text)}`, note: '' };
    case 'comment':
      return { atMs, words: `${by} wrote`, note: text };
    case 'snooze':
      return snoozeLine(act);
    case 'close':
      return { atMs, words: `${by} closed it`, note: text };
    default:
      return { atMs, words: `${by}: ${act.act}`, note: text };
  }
}

/** What happened to an alert and what people did about it, the latest first. */
export function buildAlertStory(item: AlertItem): readonly StoryLine[] {
  const lines: StoryLine[] = [
    { atMs: instantMs(item.active_since), words: 'First breach', note: '' },
    { atMs: instantMs(item.fired_at), words: 'Fired', note: '' },
    ...item.response.acts.map(lineOf),
  ];
  if (item.recovering_since !== null && item.resolved_at === null) {
    const atMs = instantMs(item.recovering_since);
    lines.push({ atMs, words: 'Clear since then; it ends if that lasts', note: '' });
  }
  if (item.resolved_at !== null) {
    lines.push({ atMs: instantMs(item.resolved_at), words: tellEnd(item.reason), note: '' });
  }
  // Of one instant what was said later comes first.
  return lines.toSorted((a, b) => a.atMs - b.atMs).toReversed();
}
