import type { Database } from '../database.ts';
import { ASSESSMENT_TABLE } from '../tables/assessment.ts';

/** One assessment on its way into the store; times in epoch milliseconds, `atMs` and `nextMs` whole seconds. */
export interface NewAssessment {
  readonly workload: string;
  /** The grid instant it is about. */
  readonly atMs: number;
  /** The grid instant after it: from then on it is outdated. */
  readonly nextMs: number;
  readonly storedMs: number;
  readonly policy: { readonly id: string; readonly version: number; readonly hash: string };
  readonly verdict: string;
  readonly proposed: string;
  readonly evidenceHash: string;
  /** The whole assessment as JSON text. */
  readonly document: string;
}

const SECOND_MS = 1000;

/** Appends assessments as one block: all or none. */
export async function storeAssessments(
  database: Database,
  assessments: readonly NewAssessment[],
): Promise<void> {
  if (assessments.length === 0) return;
  await database.insertRows(
    'assessments-store',
    ASSESSMENT_TABLE,
    assessments.map((one) => ({
      workload: one.workload,
      at: one.atMs / SECOND_MS,
      next_at: one.nextMs / SECOND_MS,
      stored_at: one.storedMs,
      policy_id: one.policy.id,
      policy_version: one.policy.version,
      policy_hash: one.policy.hash,
      verdict: one.verdict,
      proposed: one.proposed,
      evidence_hash: one.evidenceHash,
      document: one.document,
    })),
  );
}
