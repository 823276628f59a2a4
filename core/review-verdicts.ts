/** What a reviewer may find about an output, best first; the last two are errors. */
export const REVIEW_VERDICTS = ['correct', 'minor_edit', 'rework', 'reject'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];
