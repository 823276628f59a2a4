import {
  reviewDocument,
  type AgendaItem,
  type DueReview,
  type HeldReview,
  type ReviewDocument,
} from '../../core/business-review.ts';
import { BellwetherError } from '../../core/errors.ts';
import type { Versioned } from '../../core/parse-document.ts';
import { isoTime } from '../../core/time.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import { dayAfter, inCalendarOrder, reviewDue } from './review-due.ts';

/** The business reviews that were held, and those that are due. */
export interface ReviewRegistry {
  /** Every review of some workloads, the latest first. */
  list(workloads: readonly string[]): Versioned<ReviewDocument>[];
  /** @throws BellwetherError `not_found` */
  get(workload: string, number: number): Versioned<ReviewDocument>;
  /** When the workloads' next reviews are due, overdue ones first. */
  due(workloads: readonly string[]): DueReview[];
  /**
   * Keeps a review that is being held now, with its agenda.
   * @param sinceMs since when the agenda tells changes, epoch milliseconds
   * @throws BellwetherError `invalid` where the next date has passed, `stale_version` where somebody else
   *   holds one at the same moment
   */
  hold(
    workload: string,
    stated: HeldReview,
    made: {
      readonly agenda: readonly AgendaItem[];
      readonly sinceMs: number;
      readonly actor: string;
    },
  ): Promise<Versioned<ReviewDocument>>;
  /**
   * Changes a review's actions: closes, re-dates or adds them; what was agreed stays.
   * @throws BellwetherError `not_found`, `invalid` where an action is taken away or reworded,
   *   `stale_version` on an outdated version
   */
  change(
    workload: string,
    number: number,
    actions: ReviewDocument['actions'],
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<ReviewDocument>>;
}

/** Opens the registry on what the ledger holds. */
export function createReviewRegistry(
  ledger: Ledger,
  workloads: Pick<WorkloadRegistry, 'get'>,
  now: () => number,
): ReviewRegistry {
  const all = (): Versioned<ReviewDocument>[] =>
    ledger.list('review').map(({ document, version }) => ({
      document: reviewDocument.parse(document),
      version,
    }));
  const list = (ids: readonly string[]): Versioned<ReviewDocument>[] => {
    const wanted = new Set(ids);
    return all()
      .filter(({ document }) => wanted.has(document.workload))
      .toSorted((a, b) => latestFirst(a.document, b.document));
  };
  const recordOf = (workload: string) => {
    const found = workloads.get(workload);
    if (found) return found.document;
    throw new BellwetherError('not_found', `there is no workload ${workload}`);
  };
  const get = (workload: string, number: number): Versioned<ReviewDocument> => {
    const found = list([workload]).find(({ document }) => document.number === number);
    if (found) return found;
    throw new BellwetherError('not_found', `${workload} has no review ${number}`);
  };
  const write = async (
    document: ReviewDocument,
    actor: string,
    reason: string,
    expectedVersion: number | undefined,
  ): Promise<Versioned<ReviewDocument>> => {
    const expected = expectedVersion === undefined ? {} : { expectedVersion };
    const change = {
      kind: 'review',
      id: document.id,
      document,
      actor,
      reason,
      ...expected,
    } as const;
    const [record] = await ledger.append([change]);
    return { document, version: record?.version ?? 0 };
  };
  return {
    list,
    get,
    due(ids) {
      const nowMs = now();
      const held = list(ids).map(({ document }) => document);
      const dues = ids.map((id) => {
        const reviews = held.filter(({ workload }) => workload === id);
        const registeredMs = ledger.history('workload', id)[0]?.atMs ?? nowMs;
        const actions = reviews.flatMap((review) => review.actions);
        return reviewDue(recordOf(id), reviews[0] ?? null, registeredMs, actions, nowMs);
      });
      return inCalendarOrder(dues);
    },
    async hold(workload, stated, { agenda, sinceMs, actor }) {
      const { review_cadence: cadence } = recordOf(workload);
      const nowMs = now();
      const today = isoTime(nowMs).slice(0, 10);
      if (stated.next_date !== undefined && stated.next_date <= today) {
        throw new BellwetherError('invalid', 'the next review lies ahead', {
          errors: [{ path: 'next_date', message: `expected a day after ${today}` }],
        });
      }
      const number = (list([workload])[0]?.document.number ?? 0) + 1;
      const { notes, attendees, actions } = stated;
      const document: ReviewDocument = {
        id: `${workload}/${number}`,
        workload,
        number,
        held_at: isoTime(nowMs),
        held_by: actor,
        since: isoTime(sinceMs),
        agenda: [...agenda],
        notes,
        attendees,
        actions,
        next_date: stated.next_date ?? dayAfter(nowMs, cadence),
      };
      return write(document, actor, 'review held', 0);
    },
    async change(workload, number, actions, actor, expectedVersion) {
      const { document } = get(workload, number);
      refuseForgotten(document.actions, actions);
      return write({ ...document, actions }, actor, 'actions changed', expectedVersion);
    },
  };
}

/** Of one workload by number too: two may be held within a millisecond. */
function latestFirst(a: ReviewDocument, b: ReviewDocument): number {
  if (a.held_at !== b.held_at) return a.held_at < b.held_at ? 1 : -1;
  return b.number - a.number;
}

/** @throws BellwetherError `invalid` where an agreed action is missing or says something else */
function refuseForgotten(
  agreed: ReviewDocument['actions'],
  stated: ReviewDocument['actions'],
): void {
  const errors = agreed.flatMap(({ what }, index) =>
    stated[index]?.what === what
      ? []
      : [{ path: `actions.${index}.what`, message: `expected what was agreed: ${what}` }],
  );
  if (errors.length === 0) return;
  throw new BellwetherError('invalid', 'agreed actions stay; close them with done', { errors });
}
