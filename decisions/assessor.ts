import { BellwetherError } from '../core/errors.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, ceilTo, floorTo, isoTime } from '../core/time.ts';
import type { SeriesPoint, SignalItem } from '../signals/series.ts';
import type { Database } from '../store/database.ts';
import { readJudgementCorrections } from '../store/questions/read-corrections.ts';
import { readStepRows } from '../store/questions/read-hours.ts';
import { readHistories } from '../store/questions/read-history.ts';
import type { Assessment, VerdictChange } from './assessment/assessment.ts';
import { assess } from './assessment/assess.ts';
import { buildPortfolioItem } from './assessment/build-portfolio-item.ts';
import type { PortfolioItem } from './assessment/portfolio.ts';
import { continueReplay, replayRows, type Replayed, type Subject } from './live/replays.ts';
import {
  historyToDraw,
  requireSignal,
  seriesByHours,
  seriesByRows,
  signalItems,
  totalsOf,
  type SeriesSpan,
  type StepRows,
} from './live/signal-tables.ts';
import { createTelemetryCache } from './live/telemetry-cache.ts';
import type { PolicyRegistry } from './registry/policies.ts';
import type { WorkloadRegistry } from './registry/workloads.ts';

/** One signal over time, as it is answered. */
export interface SeriesAnswer {
  readonly signal: string;
  readonly unit: string;
  readonly step: string;
  readonly points: SeriesPoint[];
}

/** Signals and plain sums over one window; times in epoch milliseconds. */
export interface SignalsAnswer {
  readonly items: SignalItem[];
  readonly totals: Record<string, number>;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Answers what the telemetry of a workload means, now or at a past instant. */
export interface Assessor {
  /** Told of telemetry that became queryable: its earliest time, by workload. */
  noteTelemetry(touched: ReadonlyMap<string, { readonly minTsMs: number }>): void;
  /**
   * @param atMs null: now, from what is kept in memory and at most a minute old
   * @param policyReference `id` or `id@version`; null: the workload's own, now
   */
  assess(id: string, atMs: number | null, policyReference: string | null): Promise<Assessment>;
  /** Changes of the published or proposed verdict in [fromMs, toMs], ascending. */
  verdicts(id: string, fromMs: number, toMs: number): Promise<VerdictChange[]>;
  portfolio(ids: readonly string[], atMs: number | null): Promise<PortfolioItem[]>;
  /** @param windowMs null: 28 days */
  signals(id: string, atMs: number | null, windowMs: number | null): Promise<SignalsAnswer>;
  series(
    id: string,
    signal: string,
    fromMs: number,
    toMs: number,
    stepMs: number,
  ): Promise<SeriesAnswer>;
}

/** What an assessor is made of. */
export interface AssessorDependencies {
  readonly database: Database;
  readonly workloads: WorkloadRegistry;
  readonly policies: PolicyRegistry;
  readonly hash: (text: string) => string;
  readonly now: () => number;
}

/** More points than any screen shows. */
const MAX_POINTS = 5_000;
/** Evidence window of signals on request, where no policy says otherwise. */
const DEFAULT_WINDOW_MS = 28 * DAY_MS;

/** Makes the assessor; it keeps live workloads' telemetry and replays in memory. */
export function createAssessor(dependencies: AssessorDependencies): Assessor {
  const { database, workloads, policies, hash, now } = dependencies;
  const cache = createTelemetryCache(database);
  const live = new Map<string, Replayed>();

  const subjectOf = (id: string, policyReference: string | null = null): Subject => {
    const record = workloads.get(id);
    if (!record) throw new BellwetherError('not_found', `there is no workload ${id}`);
    const inForce = policies.resolve(policyReference ?? record.document.policy);
    const { policy, limitChangesMs } = inForce;
    return {
      workload: record.document,
      inForce,
      key: `${record.version} ${policy.id}@${policy.version} ${policy.hash} ${JSON.stringify(limitChangesMs)}`,
    };
  };

  const readLive = async (subjects: readonly Subject[]): Promise<Map<string, Replayed>> => {
    const fresh = await cache.read(
      subjects.map(({ workload }) => workload.id),
      now(),
    );
    const result = new Map<string, Replayed>();
    for (const subject of subjects) {
      const { id } = subject.workload;
      const rows = fresh.get(id);
      if (!rows) continue;
      const before = live.get(id);
      const replayed = before
        ? continueReplay(before, subject, rows)
        : replayRows(subject, rows.rows);
      live.set(id, replayed);
      cache.acknowledge(id);
      result.set(id, replayed);
      // A first replay takes long enough that waiting acknowledgements should get a turn.
      await new Promise(setImmediate);
    }
    return result;
  };

  const readPast = async (
    subjects: readonly Subject[],
    endMs: number,
  ): Promise<Map<string, Replayed>> => {
    const ids = subjects.map(({ workload }) => workload.id);
    const rows = await readHistories(database, ids, { endMs, precision: 'exact', sinceMs: 0 });
    return new Map(
      subjects.flatMap((subject) => {
        const found = rows.get(subject.workload.id);
        return found ? [[subject.workload.id, replayRows(subject, found)]] : [];
      }),
    );
  };

  const readAll = (
    subjects: readonly Subject[],
    atMs: number | null,
  ): Promise<Map<string, Replayed>> =>
    atMs === null ? readLive(subjects) : readPast(subjects, Math.min(atMs, now()));
  const readOne = async (subject: Subject, atMs: number | null): Promise<Replayed> => {
    const replayed = (await readAll([subject], atMs)).get(subject.workload.id);
    if (!replayed) throw new BellwetherError('unavailable', 'the telemetry was not answered');
    return replayed;
  };

  const assessReplayed = (replayed: Replayed): Assessment =>
    assess({
      workload: replayed.workload,
      policy: replayed.inForce.policy,
      history: replayed.history,
      limitChangesMs: replayed.inForce.limitChangesMs,
      before: replayed.replay.state,
      atMs: replayed.history.endMs,
      gates: replayed.context.gatesAt(replayed.history.endMs),
      blocks: replayed.context.blocksAt(replayed.history.endMs),
      hash,
    });

  return {
    noteTelemetry: (touched) => cache.note(touched),
    async assess(id, atMs, policyReference) {
      const subject = subjectOf(id, policyReference);
      if (policyReference === null) return assessReplayed(await readOne(subject, atMs));
      // Another policy than the workload's own: nothing of it is kept.
      return assessReplayed(await readOne(subject, atMs ?? now()));
    },
    async verdicts(id, fromMs, toMs) {
      const { replay } = await readOne(subjectOf(id), null);
      return replay.changes
        .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
        .map(({ atMs, verdict, proposed, previous, because }) => ({
          at: isoTime(atMs),
          verdict,
          proposed,
          previous,
          because,
        }));
    },
    async portfolio(ids, atMs) {
      const replayed = await readAll(
        ids.map((id) => subjectOf(id)),
        atMs,
      );
      return ids.flatMap((id) => {
        const found = replayed.get(id);
        return found ? [portfolioItem(found, assessReplayed(found))] : [];
      });
    },
    async signals(id, atMs, windowMs) {
      if (windowMs !== null && (windowMs < HOUR_MS || windowMs % HOUR_MS !== 0)) {
        throw new BellwetherError('invalid', 'windows lie on the hour', {
          errors: [{ path: 'window', message: 'expected whole hours' }],
        });
      }
      const subject = subjectOf(id);
      const { history } = await readOne(subject, atMs);
      const toMs = history.endMs;
      const window = history.window(ceilTo(toMs - (windowMs ?? DEFAULT_WINDOW_MS), HOUR_MS), toMs);
      return {
        items: signalItems(subject, window),
        totals: totalsOf(window),
        fromMs: window.fromMs,
        toMs,
      };
    },
    async series(id, signal, fromMs, toMs, stepMs) {
      const entry = requireSignal(signal);
      const subject = subjectOf(id);
      const span = { fromMs: floorTo(fromMs, stepMs), toMs, stepMs };
      refuseSpan(span);
      const points =
        stepMs % HOUR_MS === 0
          ? seriesByHours(subject, signal, historyToDraw((await readOne(subject, null)).rows), span)
          : seriesByRows(subject, signal, await shortSteps(entry.axis, id, span), span);
      return { signal, unit: entry.unit, step: `${stepMs / MINUTE_MS}m`, points };
    },
  };

  async function shortSteps(axis: string, id: string, span: SeriesSpan): Promise<StepRows> {
    if (axis === 'economics') {
      throw new BellwetherError('invalid', 'costs are spread over hours', {
        errors: [{ path: 'step', message: 'expected whole hours for a signal of economics' }],
      });
    }
    const { fromMs, toMs, stepMs } = span;
    const [rows, corrections] = await Promise.all([
      readStepRows(database, id, fromMs, toMs, stepMs),
      readJudgementCorrections(database, [id], now(), stepMs),
    ]);
    return { rows, corrections: corrections.get(id) ?? [] };
  }
}

/** A portfolio line, with what was published a week before it. */
function portfolioItem(replayed: Replayed, assessment: Assessment): PortfolioItem {
  const atMs = replayed.history.endMs;
  const weekAgo = replayed.replay.changes.findLast((change) => change.atMs <= atMs - 7 * DAY_MS);
  return buildPortfolioItem({
    workload: replayed.workload,
    assessment,
    history: replayed.history,
    verdictWeekAgo: weekAgo?.verdict ?? null,
    atMs,
  });
}

/** @throws BellwetherError `invalid` where the span is empty, too fine, or off the minute */
function refuseSpan({
  fromMs,
  toMs,
  stepMs,
}: {
  fromMs: number;
  toMs: number;
  stepMs: number;
}): void {
  const problem =
    toMs <= fromMs
      ? { path: 'to', message: 'expected an instant after from' }
      : stepMs < MINUTE_MS ||
          stepMs % MINUTE_MS !== 0 ||
          (stepMs % HOUR_MS !== 0 && HOUR_MS % stepMs !== 0)
        ? { path: 'step', message: 'expected whole hours, or whole minutes that divide an hour' }
        : (toMs - fromMs) / stepMs > MAX_POINTS
          ? { path: 'step', message: `expected at most ${MAX_POINTS} points: take a longer step` }
          : null;
  if (problem)
    throw new BellwetherError('invalid', 'this series cannot be drawn', { errors: [problem] });
}
