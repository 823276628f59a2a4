import type { ReviewVerdict } from '../../core/review-verdicts.ts';

/** What a reviewer has said about the run that is shown, so far. */
export interface Draft {
  readonly verdict: ReviewVerdict | null;
  /** Null: not judged. */
  readonly hallucination: boolean | null;
  readonly pattern: string;
}

export const EMPTY_DRAFT: Draft = { verdict: null, hallucination: null, pattern: '' };

/** A review that waits for a moment, in case it is taken back. */
export interface HeldBack {
  readonly run: string;
  readonly draft: Draft;
  readonly verdict: ReviewVerdict;
  readonly seconds: number;
}

/** Where a reviewer is in the queue. */
export interface DeskState {
  /** The run that is shown; null: the first that waits. */
  readonly shown: string | null;
  readonly draft: Draft;
  readonly heldBack: HeldBack | null;
  /** Runs that are done here, whether the queue knows it yet or not. */
  readonly done: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
}

export const FIRST_STATE: DeskState = {
  shown: null,
  draft: EMPTY_DRAFT,
  heldBack: null,
  done: new Set(),
  skipped: new Set(),
};

/** What happens at the desk. */
export type DeskAct =
  | { readonly act: 'say'; readonly draft: Partial<Draft> }
  | { readonly act: 'judge' }
  | { readonly act: 'finish'; readonly run: string; readonly seconds: number }
  | { readonly act: 'skip'; readonly run: string }
  | { readonly act: 'undo' }
  | { readonly act: 'sent'; readonly run: string }
  | { readonly act: 'failed'; readonly run: string };

const NEXT_JUDGEMENT = new Map([
  [null, true],
  [true, false],
  [false, null],
]);

const withOne = (all: ReadonlySet<string>, one: string): ReadonlySet<string> =>
  new Set([...all, one]);
const without = (all: ReadonlySet<string>, one: string): ReadonlySet<string> =>
  new Set([...all].filter((each) => each !== one));

/** The desk after an act. A review without a verdict is not finished. */
export function stepDesk(state: DeskState, act: DeskAct): DeskState {
  const { draft, heldBack, done, skipped } = state;
  switch (act.act) {
    case 'say':
      return { ...state, draft: { ...draft, ...act.draft } };
    case 'judge': {
      const hallucination = NEXT_JUDGEMENT.get(draft.hallucination) ?? null;
      return { ...state, draft: { ...draft, hallucination } };
    }
    case 'finish':
      if (draft.verdict === null) return state;
      return {
        shown: null,
        draft: EMPTY_DRAFT,
        heldBack: { run: act.run, draft, verdict: draft.verdict, seconds: act.seconds },
        done: withOne(done, act.run),
        skipped,
      };
    case 'skip':
      return { ...state, shown: null, draft: EMPTY_DRAFT, skipped: withOne(skipped, act.run) };
    case 'undo':
      if (heldBack === null) return state;
      return {
        shown: heldBack.run,
        draft: heldBack.draft,
        heldBack: null,
        done: without(done, heldBack.run),
        skipped: without(skipped, heldBack.run),
      };
    case 'sent':
      return heldBack?.run === act.run ? { ...state, heldBack: null } : state;
    case 'failed':
      return { ...state, done: without(done, act.run) };
  }
}

/**
 * The run to show: the one that is shown as long as it waits, else the first, skipped ones last.
 * @param ids runs that wait, in the order of the queue
 * @returns null where none waits
 */
export function chooseRun(ids: readonly string[], state: DeskState): string | null {
  const waiting = ids.filter((id) => !state.done.has(id));
  if (state.shown !== null && waiting.includes(state.shown)) return state.shown;
  return waiting.find((id) => !state.skipped.has(id)) ?? waiting[0] ?? null;
}
