import { REVIEW_VERDICTS, type ReviewVerdict } from '../../core/review-verdicts.ts';

/** What a key asks of the desk. */
export type DeskCommand =
  | { readonly kind: 'verdict'; readonly verdict: ReviewVerdict }
  | { readonly kind: 'judge' | 'pattern' | 'finish' | 'skip' | 'undo' };

/** Verdicts in words, in the order of their keys. */
export const VERDICT_WORDS: Readonly<Record<ReviewVerdict, string>> = {
  correct: 'Correct',
  minor_edit: 'Minor edit',
  rework: 'Rework',
  reject: 'Reject',
};

const LETTERS = new Map<string, Exclude<DeskCommand['kind'], 'verdict'>>([
  ['h', 'judge'],
  ['p', 'pattern'],
  ['Enter', 'finish'],
  ['s', 'skip'],
  ['u', 'undo'],
]);

/** The keys in words, for the help. */
export const DESK_KEY_HELP: readonly { readonly keys: string; readonly does: string }[] = [
  ...REVIEW_VERDICTS.map((verdict, index) => ({
    keys: String(index + 1),
    does: VERDICT_WORDS[verdict].toLowerCase(),
  })),
  { keys: 'h', does: 'hallucinated, grounded or not judged' },
  { keys: 'p', does: 'name a failure pattern' },
  { keys: 'Enter', does: 'done, next one' },
  { keys: 's', does: 'skip for now' },
  { keys: 'u', does: 'undo' },
];

/**
 * What a key asks for; null: nothing.
 * @example readDeskKey('4') // { kind: 'verdict', verdict: 'reject' }
 * @example readDeskKey('u') // { kind: 'undo' }
 */
export function readDeskKey(key: string): DeskCommand | null {
  const verdict = /^[1-4]$/.test(key) ? REVIEW_VERDICTS[Number(key) - 1] : undefined;
  if (verdict !== undefined) return { kind: 'verdict', verdict };
  const kind = LETTERS.get(key);
  return kind === undefined ? null : { kind };
}
