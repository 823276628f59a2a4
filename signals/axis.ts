/** The three axes of a decision; every signal belongs to one. */
export const AXES = ['value', 'operations', 'economics'] as const;
export type Axis = (typeof AXES)[number];
