import { BellwetherError } from '../../core/errors.ts';
import type { CutDimension } from '../../signals/cut.ts';
import type { Database } from '../../store/database.ts';
import { listCutValues, type CutQuestion, type CutValue } from '../../store/questions/read-cuts.ts';

/** Which two values are compared; null: to be chosen by when they first came. */
export interface CompareRequest {
  readonly dimension: CutDimension;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The two values to compare: those asked for, else the one that came last and the one before it.
 * @throws BellwetherError `invalid` where they are the same, or where there are not two to choose from
 */
export async function chooseCompared(
  database: Database,
  question: CutQuestion,
  request: CompareRequest,
): Promise<[before: string, after: string]> {
  const { dimension, before, after } = request;
  if (before !== null && before === after) {
    throw new BellwetherError('invalid', 'there is nothing to compare', {
      errors: [{ path: 'after', message: `expected another ${dimension} than before` }],
    });
  }
  if (before !== null && after !== null) return [before, after];
  const carried = (await listCutValues(database, question))
    .filter(({ runs }) => runs > 0 || dimension === 'tool')
    .toSorted((a, b) => b.firstMs - a.firstMs);
  const later = after ?? carried.find(({ value }) => value !== before)?.value;
  const earlier = before ?? cameBefore(carried, later);
  if (earlier === undefined || later === undefined) {
    throw new BellwetherError('invalid', `fewer than two values of ${dimension} carried runs`, {
      errors: [{ path: 'before', message: `name the two values of ${dimension} to compare` }],
    });
  }
  return [earlier, later];
}

/** Of values by when they came, latest first: the last one that was there when another came. */
function cameBefore(carried: readonly CutValue[], later: string | undefined): string | undefined {
  const cameMs = carried.find(({ value }) => value === later)?.firstMs ?? Infinity;
  const others = carried.filter(({ value }) => value !== later);
  return (others.find(({ firstMs }) => firstMs <= cameMs) ?? others[0])?.value;
}
