import { weekName, weekStart, type AuditItem, type AuditProgress } from '../../core/audit.ts';
import type { RunItem } from '../../core/run-item.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Database } from '../../store/database.ts';
import type { AuditDraw } from '../../store/questions/audit-draw.ts';
import { listDrawnRuns, type DrawnRun } from '../../store/questions/list-drawn-runs.ts';
import { listRuns } from '../../store/questions/list-runs.ts';
import { keepCapacity, lastWeeks, type KeptWeek } from './keep-capacity.ts';

/** Weeks that the queue reaches back: what nobody has reviewed after a month is let go. */
export const QUEUE_WEEKS = 4;

const WEEK_MS = 7 * DAY_MS;

/** What of the queue is asked for. */
export interface QueueQuestion {
  readonly workload: string;
  readonly draw: AuditDraw;
  readonly capacity: number;
  /** An instant of the week asked for; null: the last {@link QUEUE_WEEKS}. Epoch milliseconds. */
  readonly weekMs: number | null;
  /** The run that the page before ended with; null: the first page. */
  readonly after: QueueCursor | null;
  readonly limit: number;
  readonly nowMs: number;
}

/** Where a page ended. */
export interface QueueCursor {
  readonly week: string;
  readonly rank: number;
  readonly id: string;
}

/** A page of the queue, and how far each week is, newest first. */
export interface QueuePage {
  readonly items: AuditItem[];
  readonly next: QueueCursor | null;
  readonly weeks: AuditProgress[];
}

/**
 * Runs that wait for a random review, newest week first.
 * @param isReviewed whether a run has a review that is not queryable yet
 */
export async function readQueue(
  database: Database,
  question: QueueQuestion,
  isReviewed: (run: string) => boolean,
): Promise<QueuePage> {
  const { workload, draw, capacity, weekMs, after, limit, nowMs } = question;
  const weeks = weekMs === null ? lastWeeks(nowMs, QUEUE_WEEKS) : lastWeeks(weekMs, 1);
  const toMs = (weeks[0] ?? nowMs) + WEEK_MS;
  const fromMs = toMs - weeks.length * WEEK_MS;
  const asked = { workload, draw, fromMs, toMs, perWeek: capacity };
  const drawn = await listDrawnRuns(database, asked);
  const kept = keepCapacity(drawn, weeks, { capacity, nowMs }, isReviewed);
  const waiting = waitingAfter(kept, after);
  const page = waiting.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await withRuns(database, workload, page),
    next:
      waiting.length > limit && last ? { week: last.week, rank: last.dayRank, id: last.id } : null,
    weeks: kept.map(({ progress }) => progress),
  };
}

/**
 * Whether the audit asks about a run: drawn, among those that a week has time for, and not longer ago than the
 * queue reaches. Of the week that is under way that is more than the queue shows yet, so that a run which a
 * lower hash pushes back while somebody reads it is still taken.
 */
export async function isKept(
  database: Database,
  question: Pick<QueueQuestion, 'workload' | 'draw' | 'capacity' | 'nowMs'>,
  run: { readonly id: string; readonly tsMs: number },
): Promise<boolean> {
  const { workload, draw, capacity, nowMs } = question;
  const fromMs = weekStart(run.tsMs);
  if (fromMs < (lastWeeks(nowMs, QUEUE_WEEKS).at(-1) ?? nowMs)) return false;
  const asked = { workload, draw, fromMs, toMs: fromMs + WEEK_MS, perWeek: capacity };
  const drawn = await listDrawnRuns(database, asked);
  return drawn.some(({ id }) => id === run.id);
}

/** What waits after a cursor; where its run has left the list meanwhile, from its place on. */
function waitingAfter(kept: readonly KeptWeek[], after: QueueCursor | null): DrawnRun[] {
  const all = kept.flatMap(({ runs }) => runs);
  if (after === null) return all.filter((run) => !run.isReviewed);
  const at = all.findIndex(({ id, week }) => id === after.id && week === after.week);
  const rest =
    at === -1
      ? all.filter(
          ({ week, dayRank }) =>
            week < after.week || (week === after.week && dayRank >= after.rank),
        )
      : all.slice(at + 1);
  return rest.filter((run) => !run.isReviewed);
}

/** The drawn runs with what is kept of them; one whose raw row is gone meanwhile is left out. */
async function withRuns(
  database: Database,
  workload: string,
  drawn: readonly DrawnRun[],
): Promise<AuditItem[]> {
  if (drawn.length === 0) return [];
  const times = drawn.map(({ tsMs }) => tsMs);
  const found = await runsById(database, workload, {
    ids: drawn.map(({ id }) => id),
    fromMs: Math.min(...times),
    toMs: Math.max(...times),
  });
  return drawn.flatMap(({ id, tsMs }) => {
    const run = found.get(id);
    return run === undefined ? [] : [{ source: 'random' as const, week: weekName(tsMs), run }];
  });
}

/** Most runs of one page of raw rows. */
const RUNS_A_PAGE = 1000;

/**
 * Raw runs by id; of one sent at several times the last.
 * @param span times between which they lie, epoch milliseconds, both inclusive
 */
export async function runsById(
  database: Database,
  workload: string,
  span: { readonly ids: readonly string[]; readonly fromMs: number; readonly toMs: number },
): Promise<ReadonlyMap<string, RunItem>> {
  const found = new Map<string, RunItem>();
  let after: Parameters<typeof listRuns>[3] = null;
  do {
    const page = await listRuns(database, workload, span, after, RUNS_A_PAGE);
    for (const run of page.items) if (!found.has(run.id)) found.set(run.id, run);
    after = page.next;
  } while (after !== null);
  return found;
}
