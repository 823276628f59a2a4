import { z } from 'zod';
import type { AgendaItem, ReviewDocument } from '../../core/business-review.ts';
import { durationMs } from '../../core/duration.ts';
import { DAY_MS, isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { ReturnDay } from '../../signals/return.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { Assessor } from '../assessor.ts';
import { returnOverTime } from '../live/return-over-time.ts';
import { historyToDraw } from '../live/signal-tables.ts';
import { buildAgenda, type AgendaAlert, type AgendaTotals } from './build-agenda.ts';

/** How far a first agenda reaches back where the record states no cadence. */
const FIRST_REACH_MS = 30 * DAY_MS;
/** No agenda compares more than this: as much again lies before it, and roll-ups reach further still. */
const LONGEST_REACH_MS = 365 * DAY_MS;

/** What an agenda is read from. */
export interface AgendaSources {
  readonly assessor: Pick<Assessor, 'assess' | 'verdicts' | 'replayed'>;
  readonly ledger: Pick<Ledger, 'list'>;
  /** Alerts of a workload that fired at or after an instant, epoch milliseconds. */
  readonly alertsSince: (workload: string, sinceMs: number) => readonly AgendaAlert[];
  readonly now: () => number;
}

/** An agenda, and since when it tells changes; epoch milliseconds. */
export interface Agenda {
  readonly sinceMs: number;
  readonly items: AgendaItem[];
}

/**
 * The agenda of a workload's next review: what changed since the last one, else over its cadence.
 * @param held its reviews, the latest first
 */
export async function readAgenda(
  { assessor, ledger, alertsSince, now }: AgendaSources,
  workload: WorkloadDocument,
  held: readonly ReviewDocument[],
): Promise<Agenda> {
  const nowMs = now();
  const [last] = held;
  const { id, review_cadence: cadence } = workload;
  const reachMs = cadence === undefined ? FIRST_REACH_MS : durationMs(cadence);
  const sinceMs = Math.max(
    last === undefined ? nowMs - reachMs : Date.parse(last.held_at),
    nowMs - LONGEST_REACH_MS,
  );
  const replayed = await assessor.replayed(id, null);
  const span = { fromMs: sinceMs - (nowMs - sinceMs), toMs: nowMs };
  const { days } = returnOverTime(replayed, historyToDraw(replayed.rows), span);
  const middle = isoTime(sinceMs);
  const items = buildAgenda({
    before: last === undefined ? null : await assessor.assess(id, sinceMs, null),
    now: await assessor.assess(id, null, null),
    changes: await assessor.verdicts(id, sinceMs, nowMs),
    alerts: alertsSince(id, sinceMs),
    decisions: decisionsSince(ledger, id, sinceMs),
    totals: {
      before: totalsOf(days.filter(({ at }) => at < middle)),
      now: totalsOf(days.filter(({ at }) => at >= middle)),
    },
    openActions: held.flatMap(({ actions }) => actions.filter(({ done }) => !done)),
    today: isoTime(nowMs).slice(0, 10),
  });
  return { sinceMs, items };
}

/** A sum of what is known; null where nothing is. */
function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function totalsOf(days: readonly ReturnDay[]): AgendaTotals {
  return {
    costUsd: sumKnown(days.flatMap(({ cost_usd: cost }) => (cost ? Object.values(cost) : []))),
    valueUsd: sumKnown(days.map((day) => day.value_usd)),
    eligible: sumKnown(days.map((day) => day.eligible)),
    used: sumKnown(days.map((day) => day.used)),
  };
}

const happened = z.unknown().transform((what) => what !== null && what !== undefined);

/** What an agenda says of a decision; its document is signing's own. */
const signedDecision = z.looseObject({
  workload: z.string(),
  verdict: z.string(),
  accepts: z.boolean(),
  reason: z.string(),
  in_force_at: happened,
  withdrawn: happened,
  refused: happened,
});

/** What became of a decision, in front of its verdict. */
function tellAct(decision: z.output<typeof signedDecision>): string {
  if (decision.withdrawn) return 'Withdrawn:';
  if (decision.refused) return 'Refused:';
  if (!decision.in_force_at) return 'Waits for signatures:';
  return decision.accepts ? 'Signed:' : 'Overruled to';
}

function decisionsSince(ledger: Pick<Ledger, 'list'>, workload: string, sinceMs: number): string[] {
  return ledger
    .list('decision')
    .filter(({ atMs }) => atMs >= sinceMs)
    .toSorted((a, b) => a.sequence - b.sequence)
    .flatMap(({ atMs, document }) => {
      const decision = signedDecision.safeParse(document);
      if (!decision.success || decision.data.workload !== workload) return [];
      const { verdict, reason } = decision.data;
      const why = reason === '' ? '.' : `: ${reason.replace(/[.\s]+$/, '')}.`;
      return [`${isoTime(atMs).slice(0, 10)} ${tellAct(decision.data)} ${verdict}${why}`];
    });
}
