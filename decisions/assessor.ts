import { BellwetherError } from '../core/errors.ts';
import { HOUR_MS, MINUTE_MS, floorTo, isoTime } from '../core/time.ts';
import type { WorkloadDocument } from '../core/workload.ts';
import type { RowKind } from '../signals/history/continue-rows.ts';
import type { SeriesPoint, SignalItem } from '../signals/series.ts';
import type { TelemetryHistory } from '../signals/window.ts';
import type { Database } from '../store/database.ts';
import { inTurns } from '../store/take-turns.ts';
import type { Assessment, VerdictChange } from './assessment/assessment.ts';
import { assess } from './assessment/assess.ts';
import type { PortfolioItem } from './assessment/portfolio.ts';
import { NO_SOURCES, type GateSources } from './gates/gate-facts.ts';
import { assessmentInput } from './live/assessment-input.ts';
import { createLiveReplays } from './live/live-replays.ts';
import type { Touched } from './live/telemetry-cache.ts';
import { LINES_A_TURN, portfolioAtOnce, type KnownLines } from './live/portfolio-at-once.ts';
import { datedLine, keptBy, portfolioLine } from './live/portfolio-lines.ts';
import type { BlockingAlert, Replayed, Subject } from './live/replays.ts';
import { readShortSteps } from './live/read-short-steps.ts';
import { refuseSpan } from './live/refuse-span.ts';
import { refuseWindow, requestedWindow } from './live/requested-window.ts';
import {
  historyToDraw,
  requireSignal,
  seriesByHours,
  seriesByRows,
  signalItems,
  totalsOf,
  whyNotByMinutes,
  type StepRows,
} from './live/signal-tables.ts';
import type { PolicyRegistry } from './registry/policies.ts';
import type { WorkloadRegistry } from './registry/workloads.ts';
import type { ReviewPeriod } from './signing/review-periods.ts';

/** One signal over time, as it is answered. */
export interface SeriesAnswer {
  readonly signal: string;
  readonly unit: string;
  readonly step: string;
  readonly points: SeriesPoint[];
  /** Why there are only gaps; null where the signal is known of what is asked for. */
  readonly reason: string | null;
}

/** Signals and plain sums over one window; times in epoch milliseconds. */
export interface SignalsAnswer {
  readonly items: SignalItem[];
  readonly totals: Record<string, number>;
  readonly fromMs: number;
  readonly toMs: number;
}

/** An assessment at a grid instant, and how far the next lies from it; milliseconds. */
export interface GridAssessment {
  readonly atMs: number;
  readonly gridMs: number;
  readonly assessment: Assessment;
}

/** Answers what the telemetry of a workload means, now or at a past instant. */
export interface Assessor {
  /**
   * Told of telemetry that became queryable.
   * @param kinds sorts of rows that may be others now; absent: all
   */
  noteTelemetry(touched: Touched, kinds?: readonly RowKind[]): void;
  /**
   * @param atMs null: now, from what is kept in memory and at most two minutes old
   * @param policyReference `id`, `id@version` or `id@hash`; null: the workload's own, now
   */
  assess(id: string, atMs: number | null, policyReference: string | null): Promise<Assessment>;
  /**
   * Assessments at the last grid instant of each workload, from what is kept in memory.
   * @param isWanted asked with each workload's last grid instant (epoch milliseconds)
   * @returns those wanted; a workload that has not reached a grid instant yet is left out
   */
  atLastGrid(
    ids: readonly string[],
    isWanted: (id: string, atMs: number) => boolean,
  ): Promise<GridAssessment[]>;
  /**
   * A workload's telemetry and the engine's run over it, for answers that are made elsewhere.
   * @param atMs null: now, from what is kept in memory and at most two minutes old
   */
  replayed(id: string, atMs: number | null): Promise<Replayed>;
  /** Changes of the published or proposed verdict in [fromMs, toMs], ascending. */
  verdicts(id: string, fromMs: number, toMs: number): Promise<VerdictChange[]>;
  portfolio(ids: readonly string[], atMs: number | null): Promise<PortfolioItem[]>;
  /**
   * The portfolio now, without waiting for telemetry that is being worked in: lines may be two minutes
   * old, and those of workloads that were not worked out since the start are from before it. Each says
   * the instant it is about.
   */
  portfolioAtOnce(ids: readonly string[]): Promise<KnownLines>;
  /** Workloads worked out before of which something came since. */
  behind(): string[];
  /**
   * Works in what came of workloads, and makes their lines.
   * @param onDone told of each; those without a record are left out
   */
  workIn(ids: readonly string[], onDone: (id: string) => void): Promise<void>;
  /** Telemetry as known at an instant not after now, by workload; those without a record left out. */
  histories(ids: readonly string[], atMs: number): Promise<ReadonlyMap<string, TelemetryHistory>>;
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
  /** Alerts that stood in the way of scale, by workload; absent: none ever did. */
  readonly blockingAlerts?: (workload: string) => readonly BlockingAlert[];
  /** What proves a workload's gates beside record, policy and telemetry; absent: nothing does. */
  readonly gateSources?: (workload: WorkloadDocument) => GateSources;
  /** A workload's line as it was before the start; null where none is known. */
  readonly lineBefore?: (workload: string) => PortfolioItem | null;
  /** Review dates of a workload's decisions, in the order they came in force; absent: nothing was decided. */
  readonly reviewPeriods?: (workload: string) => readonly ReviewPeriod[];
}

/** Makes the assessor; it keeps live workloads' telemetry and replays in memory. */
export function createAssessor(dependencies: AssessorDependencies): Assessor {
  const { database, workloads, policies, hash, now } = dependencies;
  const {
    blockingAlerts = () => [],
    gateSources = () => NO_SOURCES,
    reviewPeriods = () => [],
    lineBefore = () => null,
  } = dependencies;
  const subjectOf = (
    id: string,
    policyReference: string | null = null,
    atMs: number = now(),
  ): Subject => {
    const record = workloads.get(id);
    if (!record) throw new BellwetherError('not_found', `there is no workload ${id}`);
    const inForce = policies.resolve(
      policyReference ?? record.document.policy,
      atMs,
      record.document,
    );
    const { policy, limitChangesMs } = inForce;
    const blocking = blockingAlerts(id);
    const gates = (): GateSources => gateSources(record.document);
    const gatesKey = policy.gatesRequiredForScale.length > 0 ? gates().key : '';
    const periods = reviewPeriods(id);
    return {
      workload: record.document,
      inForce,
      blocking,
      gateSources: gates,
      periods,
      key: `${record.version} ${policy.id}@${policy.version} ${policy.hash} ${JSON.stringify([limitChangesMs, blocking, periods])} ${gatesKey}`,
    };
  };

  const live = createLiveReplays({ database, now, subjectOf: (id) => subjectOf(id) });

  const readOne = async (subject: Subject, atMs: number | null): Promise<Replayed> => {
    const { id } = subject.workload;
    let replayed: Replayed | undefined;
    const recent = atMs === null ? live.recent(id) : null;
    if (recent !== null && !live.isBehind(id)) return recent;
    if (atMs === null) await live.each([id], (found) => (replayed = found));
    else replayed = (await live.at([subject], Math.min(atMs, now()))).get(id);
    if (!replayed) throw new BellwetherError('unavailable', 'the telemetry was not answered');
    return replayed;
  };

  const assessReplayed = (replayed: Replayed, atMs?: number): Assessment =>
    assess(assessmentInput(replayed, hash, atMs));
  const assessed = keptBy((replayed: Replayed) => assessReplayed(replayed));
  const lines = keptBy((replayed: Replayed) => portfolioLine(replayed, assessed.of(replayed)));
  const known = { live, lines, lineBefore, subjectOf: (id: string) => subjectOf(id), now };

  return {
    noteTelemetry: (touched, kinds) => live.note(touched, kinds),
    replayed: (id, atMs) => readOne(subjectOf(id, null, atMs ?? now()), atMs),
    async assess(id, atMs, policyReference) {
      const subject = subjectOf(id, policyReference, atMs ?? now());
      if (policyReference === null) return assessed.of(await readOne(subject, atMs));
      // Another policy than the workload's own: nothing of it is kept.
      return assessReplayed(await readOne(subject, atMs ?? now()));
    },
    async atLastGrid(ids, isWanted) {
      const assessed: GridAssessment[] = [];
      await live.each(ids, (found) => {
        const atMs = found.replay.state?.atMs;
        if (atMs === undefined || !isWanted(found.workload.id, atMs)) return;
        const { gridMs } = found.inForce.policy;
        assessed.push({ atMs, gridMs, assessment: assessReplayed(found, atMs) });
      });
      return assessed;
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
      const items: PortfolioItem[] = [];
      const askedMs = atMs ?? now();
      const add = (found: Replayed): void =>
        void items.push(datedLine(lines.of(found), found, askedMs));
      if (atMs === null) {
        await live.each(ids, add);
        return items;
      }
      const subjects = ids.map((id) => subjectOf(id));
      const past = await live.at(subjects, Math.min(atMs, now()));
      await inTurns(past.values(), add, LINES_A_TURN);
      return items;
    },
    portfolioAtOnce: (ids) => portfolioAtOnce(known, ids),
    behind: () => live.behind(),
    async workIn(ids, onDone) {
      const recorded = ids.filter((id) => workloads.get(id) !== null);
      await live.each(recorded, (found) => {
        lines.of(found);
        onDone(found.workload.id);
      });
    },
    async histories(ids, atMs) {
      const recorded = ids.filter((id) => workloads.get(id) !== null);
      const subjects = recorded.map((id) => subjectOf(id));
      const found = await live.at(subjects, Math.min(atMs, now()));
      return new Map([...found].map(([id, { history }]) => [id, history]));
    },
    async signals(id, atMs, windowMs) {
      refuseWindow(windowMs);
      const subject = subjectOf(id);
      const { history } = await readOne(subject, atMs);
      const window = requestedWindow(history, windowMs);
      const { fromMs, toMs } = window;
      return { items: signalItems(subject, window), totals: totalsOf(window), fromMs, toMs };
    },
    async series(id, signal, fromMs, toMs, stepMs) {
      const entry = requireSignal(signal);
      const subject = subjectOf(id);
      const span = { fromMs: floorTo(fromMs, stepMs), toMs, stepMs };
      refuseSpan(span);
      const reason = stepMs % HOUR_MS === 0 ? null : whyNotByMinutes(entry);
      const readShort = (): StepRows | Promise<StepRows> =>
        reason === null
          ? readShortSteps(database, entry, id, span, now())
          : { rows: [], corrections: [] };
      const points =
        stepMs % HOUR_MS === 0
          ? await seriesByHours(subject, signal, historyToDraw(await live.rows(id)), span)
          : await seriesByRows(subject, signal, await readShort(), span);
      return { signal, unit: entry.unit, step: `${stepMs / MINUTE_MS}m`, points, reason };
    },
  };
}
