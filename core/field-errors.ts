import type { z } from 'zod';
import type { FieldError } from './errors.ts';

/** A schema's complaints as field errors, paths dotted. */
export function toFieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => told(issue, []));
}

type Issue = z.core.$ZodIssue;

/** Of a value that fits none of several forms, what keeps it from the one that it comes closest to. */
function told(issue: Issue, before: readonly PropertyKey[]): FieldError[] {
  const path = [...before, ...issue.path];
  const closest = issue.code === 'invalid_union' ? closestForm(issue.errors) : null;
  if (closest === null) return [{ path: path.join('.'), message: issue.message }];
  return closest.flatMap((one) => told(one, path));
}

/** The form with the fewest complaints about which members there are; null where no form fits better. */
function closestForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const ranked = forms
    .map((issues) => ({ issues, rank: issues.reduce((sum, one) => sum + strangeness(one), 0) }))
    .toSorted((a, b) => a.rank - b.rank);
  const [best, second] = ranked;
  return best !== undefined && (second === undefined || best.rank < second.rank)
    ? best.issues
    : null;
}

/** How little a complaint speaks of a value that was meant in this form. */
function strangeness(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  if (issue.code === 'invalid_union') return 1;
  if (issue.path.length === 0) return 100;
  return issue.code === 'invalid_type' && issue.path.length === 1 ? 5 : 1;
}
