import type { MissingState } from '../../signals/estimate.ts';

/** Why there is no number, in the words that stand in its place. */
export const MISSING_WORDS: Readonly<Record<MissingState, { word: string; meaning: string }>> = {
  not_instrumented: {
    word: 'Not instrumented',
    meaning: 'No event has ever carried what this is computed from.',
  },
  stale: { word: 'Stale', meaning: 'It was measured before, but not recently enough to count.' },
  too_few: { word: 'Too few', meaning: 'Too few samples for an interval that can decide.' },
  provider_error: {
    word: 'Source failed',
    meaning: 'The judge or source behind it failed; that never counts as a verdict.',
  },
  not_applicable: { word: 'Not applicable', meaning: 'The policy leaves it out, with a reason.' },
};
