import { z } from 'zod';
import { workloadSlug } from '../core/event.ts';
import { isoTime } from '../core/time.ts';
import type { Assessor } from '../decisions/assessor.ts';
import type { StoredAssessments } from '../decisions/stored-assessments.ts';
import type { Ingest } from '../ingest/ingest.ts';
import { HASHED_USER } from '../ingest/quarantine.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import type { CutSums } from '../store/cut-sums.ts';
import type { Database } from '../store/database.ts';
import { eraseUser, eraseWorkload, type ErasedRows } from '../store/erase.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import type { SharedTarget } from '../store/share-target.ts';
import type { CatchUp } from './catch-up.ts';
import type { DesignEffects } from './design-effects.ts';
import type { IngestTail } from './ingest-tail.ts';
import type { PortfolioFile } from './portfolio-file.ts';

/** What is to be erased, and why: one of a workload and a user. */
export const erasureRequest = z
  .strictObject({
    workload: workloadSlug.optional(),
    /** The name as senders write it; only its hash goes on the record. */
    user: z.string().min(1).max(256).optional(),
    reason: z.string().min(1).max(4096),
  })
  .refine(({ workload, user }) => (workload === undefined) !== (user === undefined), {
    error: 'expected one of workload and user',
    path: ['workload'],
  });
export type ErasureRequest = z.output<typeof erasureRequest>;

/** An erasure as the ledger keeps it: written when it begins, and again when it is done. */
const erasureDocument = z.strictObject({
  id: z.string(),
  workload: z.string().nullable(),
  user_hash: z.string().nullable(),
  requested_at: z.string(),
  /** Null while it is under way, and of one that was cut off: then it has to be asked for again. */
  finished_at: z.string().nullable(),
  /** Rows erased by table. */
  rows: z.record(z.string(), z.number()).nullable(),
});

/** An erasure as it is shown: also who asked for it, and why. */
export const erasureItem = erasureDocument.extend({ actor: z.string(), reason: z.string() });
export type ErasureItem = z.output<typeof erasureItem>;

/** Erases telemetry, on the record. */
export interface Erasures {
  /**
   * Erases what was acknowledged before the call; resolves once it is gone.
   * @throws BellwetherError `unavailable` where the database is away or slow: to be asked for again
   */
  run(request: ErasureRequest, actor: string): Promise<{ id: string; rows: ErasedRows }>;
  /** Every erasure, by id. */
  list(): ErasureItem[];
}

/** What erasures work with. */
export interface ErasureDependencies {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly ingest: Pick<Ingest, 'flush' | 'forgetTraces'>;
  readonly alone: SharedTarget['alone'];
  readonly assessor: Pick<Assessor, 'noteTelemetry'>;
  readonly catchUp: Pick<CatchUp, 'settle'>;
  readonly assessments: Pick<StoredAssessments, 'paused'>;
  readonly designEffects: Pick<DesignEffects, 'paused'>;
  readonly cutSums: CutSums;
  readonly tail: Pick<IngestTail, 'clear'>;
  readonly lastLines: Pick<PortfolioFile, 'forget'>;
  readonly hashUser: (user: string) => string;
  readonly now: () => number;
  readonly randomId: () => string;
}

/** The pattern of a field `user` with this name, in a text that need not be JSON as a whole. */
function namedAsUser(name: string): string {
  const quoted = JSON.stringify(name).replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return String.raw`"user"\s*:\s*${quoted}`;
}

export function createErasures(dependencies: ErasureDependencies): Erasures {
  const { database, ledger, ingest, alone, assessor, assessments, catchUp } = dependencies;
  const { designEffects, cutSums, tail, lastLines, hashUser, now, randomId } = dependencies;

  async function erase({ workload, user }: ErasureRequest): Promise<ErasedRows> {
    if (workload !== undefined) {
      const rows = await eraseWorkload(database, workload);
      // What is kept in memory of it is of no use from its beginning on.
      assessor.noteTelemetry(new Map([[workload, { minTsMs: 0 }]]));
      return rows;
    }
    const name = wellFormed(user ?? '');
    const hash = hashUser(name);
    return eraseUser(database, {
      hash,
      inBody: `${HASHED_USER}${hash}`,
      inUnreadBody: namedAsUser(name),
    });
  }

  return {
    async run(request, actor) {
      const { workload, user, reason } = request;
      const begun: z.output<typeof erasureDocument> = {
        id: randomId(),
        workload: workload ?? null,
        user_hash: user === undefined ? null : hashUser(wellFormed(user)),
        requested_at: isoTime(now()),
        finished_at: null,
        rows: null,
      };
      const keep = (document: typeof begun, expectedVersion: number) =>
        ledger.append([
          { kind: 'erasure', id: begun.id, document, actor, reason, expectedVersion },
        ]);
      // First, so that no crash erases something that is not on the record.
      await keep(begun, 0);
      // Before as well: what a crash leaves half done must not show what was to go.
      await lastLines.forget();
      await ingest.flush();
      // Sums keep what a user's runs counted, which are about to go.
      await cutSums.catchUp();
      // A run that is corrected meanwhile would bring back what it was made of.
      const rows = await assessments.paused(() =>
        designEffects.paused(() =>
          cutSums.paused(() => ingest.forgetTraces(() => alone(() => erase(request)))),
        ),
      );
      tail.clear();
      // The portfolio would show what it knew for some moments, and keep that for the next start.
      await catchUp.settle();
      await lastLines.forget();
      await keep({ ...begun, finished_at: isoTime(now()), rows: { ...rows } }, 1);
      return { id: begun.id, rows };
    },
    list: () =>
      ledger.list('erasure').map(({ document, actor, reason }) => ({
        ...erasureDocument.parse(document),
        actor,
        reason,
      })),
  };
}
