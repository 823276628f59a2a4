import { canonicalJson } from '../../core/canonical-json.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { memberOf } from './record-member.ts';

/** Members of a record that say what its gates ask, and of whom. */
const BAR = [
  'risk_class',
  'policy',
  'owners',
  'gates',
  'agreed',
  'business_case.expected_runs_per_day',
] as const;

/**
 * The members of a record that say what its gates ask and differ from the record before, as paths; a move
 * ahead that changes one of them would set its own bar.
 * @example barChanges({ policy: 'strict' }, { policy: 'lenient' }) // ['policy']
 */
export function barChanges(before: WorkloadDocument, after: WorkloadDocument): string[] {
  return BAR.filter(
    (path) => canonicalJson(memberOf(before, path)) !== canonicalJson(memberOf(after, path)),
  );
}
