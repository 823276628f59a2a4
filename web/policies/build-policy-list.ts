import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import type { PolicyUse } from '../api/policy-queries.ts';
import { formatPlural } from '../format/number.ts';

/** One policy in the list of them. */
export interface PolicyListItem {
  readonly id: string;
  readonly title: string;
  /** Who follows it, in words; empty while that is not known. */
  readonly followers: string;
}

const BY_TITLE = new Intl.Collator('en');

/**
 * The policies by title, with how many workloads follow each and how many policies build on it.
 * @param use policies by workload; null while it is not known
 */
export function buildPolicyList(
  documents: readonly PolicyDocument[],
  use: PolicyUse | null,
): readonly PolicyListItem[] {
  const followers = (id: string): string => {
    if (use === null) return '';
    const count = use.filter(({ policy }) => policy === id).length;
    const followed = count === 0 ? 'no workload' : formatPlural(count, 'workload');
    const builders = documents.filter((one) => one.extends === id).length;
    if (builders === 0) return followed;
    return `${followed}, ${builders === 1 ? '1 policy builds' : `${builders} policies build`} on it`;
  };
  return documents
    .map(({ id, title }) => ({ id, title: title ?? id, followers: followers(id) }))
    .toSorted((a, b) => BY_TITLE.compare(a.title, b.title));
}
