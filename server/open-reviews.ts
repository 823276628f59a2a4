import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { createAudit, type Audit } from '../decisions/audit/audit.ts';
import type { AgendaSources } from '../decisions/review/read-agenda.ts';
import { createReviewRegistry, type ReviewRegistry } from '../decisions/review/review-registry.ts';
import type { Assessor } from '../decisions/assessor.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import { BellwetherError } from '../core/errors.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Database } from '../store/database.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import type { OpenAlerts } from './open-alerts.ts';
import type { Secrets } from './secrets.ts';

/** The random audit and the business reviews. */
export interface Reviewing {
  readonly audit: Audit;
  readonly reviews: ReviewRegistry;
  readonly agenda: AgendaSources;
  /** A person's email in the record; null where there is none. */
  readonly emailOf: (person: string) => string | null;
}

export interface ReviewingParts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly workloads: WorkloadRegistry;
  readonly assessor: Assessor;
  readonly alerts: OpenAlerts;
  readonly ingest: Pick<Ingest, 'accept'>;
  readonly secrets: Pick<Secrets, 'audit'>;
  readonly now: () => number;
}

const withEmail = z.looseObject({ email: z.string() });

export function openReviewing(parts: ReviewingParts): Reviewing {
  const { database, ledger, workloads, assessor, ingest, now } = parts;
  const { engine } = parts.alerts.alerting;
  const key = parts.secrets.audit;
  return {
    audit: createAudit({
      database,
      workloads,
      key,
      now,
      reviewId: (workload, run) =>
        createHmac('sha256', key).update(`review\n${workload}\n${run}`).digest('hex').slice(0, 40),
      async send(event, actor) {
        const { accepted, duplicates, rejected } = await ingest.accept({
          body: Buffer.from(JSON.stringify(event)),
          contentType: 'application/json',
          contentEncoding: '',
          allowedWorkloads: null,
          keyId: actor,
        });
        const [refused] = rejected;
        if (refused) throw new BellwetherError('invalid', `${refused.path}: ${refused.message}`);
        return accepted === 1 && duplicates === 0;
      },
    }),
    reviews: createReviewRegistry(ledger, workloads, now),
    agenda: {
      assessor,
      ledger,
      now,
      alertsSince: (workload, sinceMs) =>
        [...engine.open(), ...engine.ended()].filter(
          (episode) => episode.workload === workload && episode.firedMs >= sinceMs,
        ),
    },
    emailOf(person) {
      const found = withEmail.safeParse(ledger.get('person', person)?.document);
      return found.success ? found.data.email : null;
    },
  };
}
