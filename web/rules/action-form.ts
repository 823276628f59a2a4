import { ROLLOUT_MODES } from '../../core/workload.ts';

/** What a firing rule may lower a workload to; the least first. */
export const ACTION_MODES = ROLLOUT_MODES.filter((mode) => mode !== 'live');
export type ActionMode = (typeof ACTION_MODES)[number];

const WORDS: Readonly<Record<ActionMode, string>> = {
  off: 'Pause it: off',
  'read-only': 'Read-only at most',
  'draft-only': 'Drafts at most',
  review: 'Only with review',
  limited: 'Limited to a share',
};

/** What becomes of the workload, for a choice. */
export const actionWord = (mode: ActionMode): string => WORDS[mode];

/** What a rule does to its workload while it fires, as it stands in its fields. */
export interface ActionForm {
  /** Empty: nothing. */
  readonly mode: ActionMode | '';
  /** Of `limited`, in percent. */
  readonly percent: string;
  /** How it comes back; empty: as the server does it. */
  readonly back: string;
  /** Whether off is written as a pause. */
  readonly isPause: boolean;
}

/** Nothing happens to the workload. */
export const NO_ACTION: ActionForm = { mode: '', percent: '', back: '', isPause: true };

/** Ways back; what says nothing comes back by itself. */
export const BACK_CHOICES = [
  { value: 'on_resolve', label: 'by itself, when the alert ends' },
  { value: 'by_person', label: 'when a person says so' },
] as const;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An action as it stands in its fields. */
export function writeAction(action: Readonly<Record<string, unknown>> | null): ActionForm {
  if (action === null) return NO_ACTION;
  const { mode, percent, back } = action;
  const isPause = action['pause'] === true;
  return {
    mode: isPause ? 'off' : (ACTION_MODES.find((one) => one === mode) ?? ''),
    percent: typeof percent === 'number' ? String(percent) : '',
    back: textOf(back),
    isPause,
  };
}

/** The action that fields stand for, or what is wrong with it. */
export function readAction(form: ActionForm): {
  readonly action: Readonly<Record<string, unknown>> | null;
  readonly faults: Record<string, string>;
} {
  const { mode, back, isPause } = form;
  if (mode === '') return { action: null, faults: {} };
  const way = back === '' ? {} : { back };
  if (mode === 'off' && isPause) return { action: { pause: true, ...way }, faults: {} };
  if (mode !== 'limited') return { action: { mode, ...way }, faults: {} };
  const text = form.percent.trim();
  const percent = Number(text);
  const isShare = text !== '' && percent >= 0 && percent <= 100;
  return {
    action: { mode, percent, ...way },
    faults: isShare ? {} : { 'action.percent': 'Expected a share from 0 to 100 %' },
  };
}
