import type { RuleDocument } from '../api/rule-queries.ts';

type Action = NonNullable<RuleDocument['action']>;

/** What a rule can do to its workload, the mildest last. */
export const ACTION_MODES = ['off', 'read-only', 'draft-only', 'review', 'limited'] as const;

/** What a rule does while it fires, as it stands in its fields. */
export interface ActionForm {
  /** Empty: nothing. */
  readonly mode: (typeof ACTION_MODES)[number] | '';
  /** Share of mode `limited`, as typed. */
  readonly percent: string;
  readonly back: NonNullable<Action['back']>;
}

export const NO_ACTION: ActionForm = { mode: '', percent: '5', back: 'on_resolve' };

/** An action as it stands in its fields; a pause is the mode off. */
export function writeActionForm(action: RuleDocument['action']): ActionForm {
  if (action === null) return NO_ACTION;
  const back = action.back ?? NO_ACTION.back;
  if ('pause' in action) return { ...NO_ACTION, mode: 'off', back };
  const percent = action.percent === undefined ? NO_ACTION.percent : String(action.percent);
  return { mode: action.mode, percent, back };
}

/** The action that fields stand for, or what is wrong with the share. */
export function readActionForm(
  form: ActionForm,
): { action: RuleDocument['action'] } | { fault: string } {
  const { mode, percent } = form;
  const back = form.back === NO_ACTION.back ? {} : { back: form.back };
  if (mode === '') return { action: null };
  if (mode === 'off') return { action: { pause: true, ...back } };
  if (mode !== 'limited') return { action: { mode, ...back } };
  const share = Number(percent);
  if (percent.trim() === '' || !(share >= 0 && share <= 100)) {
    return { fault: 'A share from 0 to 100 %' };
  }
  return { action: { mode, percent: share, ...back } };
}
