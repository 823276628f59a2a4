import { BellwetherError } from '../core/errors.ts';
import { oneAtATime } from '../core/one-at-a-time.ts';
import { HOUR_MS, MINUTE_MS, floorTo, isoTime } from '../core/time.ts';
import type { Touched } from './live/telemetry-cache.ts';
import type { Database } from '../store/database.ts';
import { findAssessment } from '../store/questions/find-assessment.ts';
import { lastAssessments } from '../store/questions/last-assessments.ts';
import { storeAssessments } from '../store/questions/store-assessments.ts';
import { assessment as assessmentSchema, type Assessment } from './assessment/assessment.ts';
import type { Assessor } from './assessor.ts';

/** What was assessed at each grid instant, kept as it was known then. */
export interface StoredAssessments {
  /**
   * Stores the assessment of each workload's last grid instant, unless one is stored already or its
   * telemetry is still coming in. What was missed stays missing: only the last instant is looked at.
   * @returns how many were stored
   * @throws BellwetherError `unavailable` where the database is away; to be tried again
   */
  keep(ids: readonly string[]): Promise<number>;
  /** Told of telemetry that became queryable: its earliest time, by workload. */
  note(touched: Touched): void;
  /**
   * The assessment stored for the last grid instant at or before an instant. While that one is still
   * being waited for, the one before it is the last that is known.
   * @throws BellwetherError `not_found` where none was stored for that grid instant: nothing is worked
   *   out in its place
   */
  find(workload: string, atMs: number): Promise<Assessment>;
  /** Runs a task while nothing is stored, such as erasing what stored assessments are made of. */
  paused<T>(task: () => Promise<T>): Promise<T>;
}

/** What storing works with. */
export interface StoredAssessmentsDependencies {
  readonly database: Database;
  readonly assessor: Pick<Assessor, 'atLastGrid'>;
  readonly now: () => number;
}

/** How long no telemetry of before the grid instant may have come: senders hold batches back for seconds. */
const SETTLED_AFTER_MS = MINUTE_MS;
/** A sender that is always late, or months of history on their way in, must not be waited for in vain. */
const LONGEST_WAIT_MS = 10 * MINUTE_MS;
/** From when on what is not stored will not be: the longest wait and a round of looking at every workload. */
const ABSENT_AFTER_MS = 15 * MINUTE_MS;

/** A grid instant that is not stored yet, and since when that is known; epoch milliseconds. */
interface Waiting {
  readonly atMs: number;
  readonly sinceMs: number;
}

/** Stores assessments as time goes by, and finds them again. One process writes them. */
export function createStoredAssessments({
  database,
  assessor,
  now,
}: StoredAssessmentsDependencies): StoredAssessments {
  /** The last grid instant stored, by workload; null until the store was asked, and after a failure. */
  let stored: Map<string, number> | null = null;
  const waiting = new Map<string, Waiting>();
  /** When telemetry last came that may belong before the last grid instant, by workload. */
  const lateMs = new Map<string, number>();
  const inTurn = oneAtATime();

  const isDue = (id: string, atMs: number, lookedMs: number): boolean => {
    let wait = waiting.get(id);
    if (wait?.atMs !== atMs) waiting.set(id, (wait = { atMs, sinceMs: lookedMs }));
    const quietSinceMs = Math.max(atMs, lateMs.get(id) ?? -Infinity);
    return (
      lookedMs - quietSinceMs >= SETTLED_AFTER_MS || lookedMs - wait.sinceMs >= LONGEST_WAIT_MS
    );
  };

  const keepNow = async (ids: readonly string[]): Promise<number> => {
    const last = (stored ??= await lastAssessments(database));
    const storedOf = (id: string): number => last.get(id) ?? -Infinity;
    // Before anything is read: what comes while it is read counts as late.
    const lookedMs = now();
    // No grid is finer than an hour.
    const open = ids.filter((id) => storedOf(id) < floorTo(lookedMs, HOUR_MS));
    const due = await assessor.atLastGrid(
      open,
      (id, atMs) => atMs > storedOf(id) && isDue(id, atMs, lookedMs),
    );
    if (due.length === 0) return 0;
    // Until it is answered nobody knows whether it was stored.
    stored = null;
    await storeAssessments(
      database,
      due.map(({ atMs, gridMs, assessment }) => ({
        workload: assessment.workload,
        atMs,
        nextMs: atMs + gridMs,
        storedMs: now(),
        policy: assessment.policy,
        verdict: assessment.verdict,
        proposed: assessment.proposed,
        evidenceHash: assessment.evidence_hash,
        document: JSON.stringify(assessment),
      })),
    );
    for (const { atMs, assessment } of due) {
      last.set(assessment.workload, atMs);
      waiting.delete(assessment.workload);
    }
    stored = last;
    return due.length;
  };

  return {
    keep: (ids) => inTurn(() => keepNow(ids)),
    note(touched) {
      const nowMs = now();
      const hourMs = floorTo(nowMs, HOUR_MS);
      for (const [workload, { minTsMs }] of touched) {
        if (minTsMs < hourMs) lateMs.set(workload, nowMs);
      }
    },
    async find(workload, askedMs) {
      const atMs = Math.min(askedMs, now());
      const found = await findAssessment(database, workload, atMs);
      if (!found) throw notStored(`no assessment of ${workload} was stored up to ${isoTime(atMs)}`);
      const isOutdated = atMs >= found.nextMs && now() >= found.nextMs + ABSENT_AFTER_MS;
      if (isOutdated) {
        const gap = `no assessment of ${workload} was stored between ${isoTime(found.atMs)} and ${isoTime(atMs)}`;
        throw notStored(`${gap}: Bellwether was not running, or knew of no telemetry`);
      }
      return assessmentSchema.parse(found.document);
    },
    paused: inTurn,
  };
}

const notStored = (message: string): BellwetherError => new BellwetherError('not_found', message);
