import type { Silence } from '../../../alerts/labels/silence.ts';
import { formatAhead, formatInstant, formatMoment } from '../../format/time.ts';
import { tellActor } from '../../policies/tell-actor.ts';
import type { AlertRow } from '../build-alert-row.ts';

/** Longest reason that a line of the list has room for. */
const LONGEST = 40;

const shorten = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text;

/** A row that says that it is silenced, until when, by whom and why; who silences has it in hand. */
export function markSilenced(row: AlertRow, silence: Silence | null, nowMs: number): AlertRow {
  if (silence === null) return row;
  const { endsMs, reason, author } = silence;
  const mark = {
    kind: 'silenced',
    word: `silenced until ${formatMoment(endsMs, nowMs)}: ${shorten(reason)}`,
    explanation: [
      `Until\t${formatInstant(endsMs)}, ${formatAhead(endsMs, nowMs)}`,
      `By\t${tellActor(author)}`,
      `Why\t${reason}`,
    ].join('\n'),
  } as const;
  return {
    ...row,
    marks: [mark, ...row.marks],
    isTaken: true,
    text: `${row.text} ${reason.toLowerCase()}`,
  };
}
