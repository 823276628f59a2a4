import { heldReview, type HeldReview } from '../../core/business-review.ts';
import { toFieldErrors } from '../../core/field-errors.ts';

/** One action as it is typed. */
export interface ActionForm {
  readonly what: string;
  readonly owner: string;
  readonly due: string;
}

/** A review as it is typed. */
export interface HoldFields {
  readonly notes: string;
  /** Roles, separated by commas. */
  readonly attendees: string;
  readonly actions: readonly ActionForm[];
  readonly nextDate: string;
}

export const EMPTY_ACTION: ActionForm = { what: '', owner: '', due: '' };
export const EMPTY_HOLD: HoldFields = { notes: '', attendees: '', actions: [], nextDate: '' };

/** A review, or what is wrong with the form by path, e.g. `actions.0.due`. */
export type ReadHold =
  | { readonly kind: 'review'; readonly review: HeldReview }
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^notes/, 'Say what was talked about'],
  [/^attendees/, 'Say who was there, e.g. business owner, operations'],
  [/\.what$/, 'Say what is to be done'],
  [/\.owner$/, 'Say who does it'],
  [/\.due$/, 'State a day'],
  [/^next_date/, 'State a day, or leave it empty'],
];

const isTyped = ({ what, owner, due }: ActionForm): boolean =>
  `${what}${owner}${due}`.trim() !== '';

/** Reads what was typed; actions left empty are left out. */
export function readHold({ notes, attendees, actions, nextDate }: HoldFields): ReadHold {
  const parsed = heldReview.safeParse({
    notes,
    attendees: attendees
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    actions: actions.filter(isTyped),
    ...(nextDate === '' ? {} : { next_date: nextDate }),
  });
  if (parsed.success) return { kind: 'review', review: parsed.data };
  const faults = toFieldErrors(parsed.error).map(({ path, message }) => {
    const [, words = message] = WORDS.find(([form]) => form.test(path)) ?? [];
    return [path, words] as const;
  });
  return { kind: 'faults', faults: Object.fromEntries(faults) };
}
