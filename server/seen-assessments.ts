import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  assessment as assessmentSchema,
  type Assessment,
} from '../decisions/assessment/assessment.ts';
import type { SeenAssessment } from '../decisions/signing/check-evidence.ts';

/** Some KiB each: a page that watches a busy workload is given a new one every second. */
const MOST_KEPT = 4000;

/** Assessments that were handed out lately, so that what somebody has before them can be signed. */
export interface SeenAssessments {
  note(assessment: Assessment): void;
  find(workload: string, evidenceHash: string): SeenAssessment | null;
}

interface Kept {
  readonly packed: Buffer;
  readonly currentMs: number;
}

/** In memory, the oldest forgotten first; whoever signs one that is forgotten is asked to look again. */
export function createSeenAssessments(now: () => number, mostKept = MOST_KEPT): SeenAssessments {
  const kept = new Map<string, Kept>();
  const keyOf = (workload: string, hash: string): string => `${workload} ${hash}`;
  return {
    note(assessment) {
      const key = keyOf(assessment.workload, assessment.evidence_hash);
      const packed = kept.get(key)?.packed ?? deflateRawSync(JSON.stringify(assessment));
      kept.delete(key);
      kept.set(key, { packed, currentMs: now() });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    },
    find(workload, evidenceHash) {
      const found = kept.get(keyOf(workload, evidenceHash));
      if (!found) return null;
      const assessment = assessmentSchema.parse(
        JSON.parse(inflateRawSync(found.packed).toString()),
      );
      return { assessment, currentMs: found.currentMs };
    },
  };
}
