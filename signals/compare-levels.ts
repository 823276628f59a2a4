/** Share of the error that is kept for the signals a verdict rests on. */
const SHARE_OF_REQUIRED = 0.5;

/**
 * The error level of each of several differences that are looked at together, so that with 1 − alpha all of their
 * intervals hold: half of it shared by what is required, half by the rest; all of it by either alone.
 *
 * Bonferroni's inequality, which asks nothing of how signals hang together. The signals must be chosen before their
 * numbers are looked at.
 * @param alpha in (0, 1)
 * @param required ids, each once
 * @param others ids, each once, none of them required
 * @example compareLevels(0.05, ['roi'], ['runs', 'drift']).get('runs') // 0.0125
 */
export function compareLevels(
  alpha: number,
  required: readonly string[],
  others: readonly string[],
): ReadonlyMap<string, number> {
  const ofRequired = others.length === 0 ? 1 : SHARE_OF_REQUIRED;
  const ofOthers = required.length === 0 ? 1 : 1 - SHARE_OF_REQUIRED;
  return new Map([
    ...required.map((id) => [id, (alpha * ofRequired) / required.length] as const),
    ...others.map((id) => [id, (alpha * ofOthers) / others.length] as const),
  ]);
}
