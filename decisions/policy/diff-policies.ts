import { RISK_CLASSES } from '../../core/workload.ts';
import { diffOverrides } from './diff-overrides.ts';
import { diffClassParts, diffGeneralParts } from './diff-parts.ts';
import { diffSigning } from './diff-signing.ts';
import { diffTables } from './diff-table.ts';
import { diffValues } from './diff-values.ts';
import type { PolicyDifference } from './policy-difference.ts';
import type { PolicyDocument } from './policy.ts';

/**
 * What two versions of a policy say differently, in the order people read a policy. A part that states
 * what would hold anyway is no difference. Each document is compared as it stands: what they build on
 * is not looked at.
 * @param before of the schema's shape; it need not be fit to decide
 * @param after as `before`
 * @returns one entry per difference; empty where both say the same
 */
export function diffPolicies(before: PolicyDocument, after: PolicyDocument): PolicyDifference[] {
  return [
    ...diffValues(before, after),
    ...diffGeneralParts(before, after),
    ...diffTables(before.table, after.table),
    ...diffSigning(before, after),
    ...RISK_CLASSES.flatMap((riskClass) => diffClassParts(riskClass, before, after)),
    ...diffOverrides(before, after),
  ];
}
