import { durationMs } from '../../core/duration.ts';
import { formatCount } from '../assessment/format-value.ts';
import { POLICY_DEFAULTS } from './default-policy.ts';
import { isSame, percent, tellDifference, type PolicyDifference } from './policy-difference.ts';
import type { PolicyDocument } from './policy.ts';

/** A part of a policy that is one value. */
interface ValuePart {
  readonly field: keyof PolicyDocument;
  readonly about: string;
  /** What holds where the document says nothing. */
  readonly fallback: string | number;
  readonly kind: 'text' | 'duration' | 'share' | 'count';
  /** Whether more of it asks for more; absent where it does neither. */
  readonly moreIsStricter?: boolean;
}

const { confidence, grid, recent, evidence, stale_after, expected_sample, unpriced_tolerance } =
  POLICY_DEFAULTS;

/** In the order people read them. */
const PARTS: readonly ValuePart[] = [
  { field: 'title', about: 'Title:', fallback: 'none', kind: 'text' },
  { field: 'extends', about: 'Builds on:', fallback: 'nothing', kind: 'text' },
  {
    field: 'confidence',
    about: 'Confidence:',
    fallback: confidence,
    kind: 'share',
    moreIsStricter: true,
  },
  { field: 'grid', about: 'Assessed every', fallback: grid, kind: 'duration' },
  { field: 'recent', about: 'Recent window:', fallback: recent, kind: 'duration' },
  { field: 'evidence', about: 'Evidence window:', fallback: evidence, kind: 'duration' },
  {
    field: 'stale_after',
    about: 'A signal counts as silent after',
    fallback: stale_after,
    kind: 'duration',
    moreIsStricter: false,
  },
  {
    field: 'expected_sample',
    about: 'Intervals are narrowest at a sample of',
    fallback: expected_sample,
    kind: 'count',
  },
  {
    field: 'unpriced_tolerance',
    about: 'Runs that may lack a price:',
    fallback: unpriced_tolerance,
    kind: 'share',
    moreIsStricter: false,
  },
];

/** What two policies say differently in the parts that are one value each. */
export function diffValues(before: PolicyDocument, after: PolicyDocument): PolicyDifference[] {
  return PARTS.flatMap(({ field, about, fallback, kind, moreIsStricter }) => {
    const [from, to] = [before[field] ?? fallback, after[field] ?? fallback];
    const [size, newSize] = [sizeOf(from, kind), sizeOf(to, kind)];
    if (isSame(size, newSize)) return [];
    const stricter = moreIsStricter === undefined ? null : newSize > size === moreIsStricter;
    const telling = { about, from: inWords(from, kind), to: inWords(to, kind), stricter };
    return [tellDifference(field, before[field], after[field], telling)];
  });
}

function sizeOf(value: unknown, kind: ValuePart['kind']): string | number {
  if (typeof value === 'number') return value;
  return kind === 'duration' ? durationMs(String(value)) : String(value);
}

function inWords(value: unknown, kind: ValuePart['kind']): string {
  if (typeof value !== 'number') return String(value);
  return kind === 'share' ? percent(value) : formatCount(value);
}
