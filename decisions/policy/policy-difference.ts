import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';

/** One thing that two versions of a policy say differently. */
export const policyDifference = z.object({
  /** Where, dotted, e.g. `signals.hallucination_rate.limit`. */
  path: z.string(),
  /** As the documents have it; null where one says nothing. */
  before: z.unknown(),
  after: z.unknown(),
  /** For people: "Hallucination rate: limit 3 % → 2 %, stricter". */
  words: z.string(),
  /** Whether trust gets harder to earn; null where that cannot be said. */
  stricter: z.boolean().nullable(),
});
export type PolicyDifference = z.infer<typeof policyDifference>;

/** What is told of one difference: about what, from what to what as people read them, and its effect. */
export interface Telling {
  readonly about: string;
  readonly from: string;
  readonly to: string;
  /** Null, or absent, where it is neither stricter nor looser. */
  readonly stricter?: boolean | null;
}

/**
 * A difference with its words.
 * @param before as the document has it; undefined where it says nothing
 * @param after as `before`
 */
export function tellDifference(
  path: string,
  before: unknown,
  after: unknown,
  { about, from, to, stricter = null }: Telling,
): PolicyDifference {
  const effect = stricter === null ? '' : stricter ? ', stricter' : ', looser';
  const words = `${about} ${from} → ${to}${effect}`;
  return { path, before: before ?? null, after: after ?? null, words, stricter };
}

/**
 * Whether two parts of a document say the same, in whatever order.
 * @example isSame({ a: 1, b: 2 }, { b: 2, a: 1 }) // true
 */
export function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/**
 * A share in per cent.
 * @example percent(0.025) // '2.5 %'
 */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}
