import type { WireEventOf } from '../../core/event.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import type { TrafficShape } from './traffic-shape.ts';

/** Length of the history; day 0 is its first instant and this day is the anchor. */
export const HISTORY_DAYS = 90;

/** The verdict that should be published from about a day on, until the next entry. */
export interface IntendedVerdict {
  readonly fromDay: number;
  readonly verdict: Verdict;
}

/** One tool a run may call. */
export interface Tool {
  readonly name: string;
  /** Its share of all calls, as a weight. */
  readonly weight: number;
  readonly failureRate: number;
}

/** What is truly so of a workload's runs at one time: rates are probabilities of a run. */
export interface RunProfile {
  readonly release: string;
  /** A release that only a share of the runs sees. */
  readonly canary?: { readonly release: string; readonly share: number };
  readonly promptVersion: string;
  readonly provider: string;
  readonly model: string;
  /** Median tokens of a run; what goes in is cut at `most`, and a share of it was cached. */
  readonly tokens: {
    readonly in: number;
    readonly most?: number;
    readonly out: number;
    readonly cachedShare: number;
  };
  /** Stated for a model without a list price. */
  readonly costUsd?: number;
  readonly latency: { readonly medianMs: number; readonly sigma: number };
  readonly errorRate: number;
  readonly errors: readonly string[];
  readonly hallucinationRate: number;
  /** Share of runs judged, and whether the flag stands on the run or comes as an evaluation. */
  readonly judged: { readonly share: number; readonly by: 'run' | 'evaluation' };
  readonly tools?: {
    readonly callsPerRun: number;
    readonly list: readonly Tool[];
    /** Whether each call is an event of its own, besides the run's counts. */
    readonly asEvents: boolean;
  };
  /** Weights of accepted, edited, rejected, abandoned among runs that did not fail. */
  readonly outcomes: readonly [number, number, number, number];
  readonly escalationRate: number;
  /** Minutes a person is spared by an accepted run (half of it by an edited one); absent: not stated. */
  readonly minutesSaved?: number;
  readonly reviews: {
    /** Share of runs drawn for the random audit. */
    readonly randomShare: number;
    /** Share of escalated runs that a person looks at. */
    readonly escalatedShare: number;
    readonly medianSeconds: number;
    /** Share of audited runs that turn out to need rework or are rejected. */
    readonly errorRate: number;
  };
  readonly feedback: {
    readonly share: number;
    /** Mean rating, −1 to 1. */
    readonly satisfaction: number;
    readonly complaintRate: number;
  };
  readonly segments: readonly (readonly [name: string, weight: number])[];
}

/** How many runs there are. */
export interface Traffic {
  readonly shape: TrafficShape;
  /** Average over a week of history. */
  readonly runsPerDay: number;
  /** Much more than in history, so that a watcher sees it move; the rates stay the same. */
  readonly liveRunsPerSecond: number;
}

/** One figure that a vendor reports once an hour, with its bounds where it states them. */
export interface ReportedFigure {
  readonly signal: string;
  readonly value: number;
  readonly n?: number;
  readonly low?: number;
  readonly high?: number;
}

/** What happens by the clock, not by the run. */
export interface Schedule {
  /** Probability that a probe fails; absent: the workload is not probed. */
  readonly probeFailureRate?: (day: number) => number;
  /** A nightly evaluation set. */
  readonly evaluationSet?: {
    readonly dataset: string;
    readonly size: number;
    readonly passRate: (day: number) => number;
  };
  readonly adoption?: {
    readonly eligible: number;
    readonly usedShare: (day: number) => number;
    readonly bypassedShare: number;
  };
  readonly monthlyCosts: readonly {
    readonly category: 'support' | 'infrastructure' | 'other';
    readonly amountUsd: number;
  }[];
  readonly figures?: (day: number, noise: number) => readonly ReportedFigure[];
}

type MarkKind = 'deployment' | 'incident' | 'cost';
type Bare<K extends MarkKind> = Omit<WireEventOf<K>, 'id' | 'ts' | 'workload'>;

/** A single event that the story needs at one time. */
export interface Mark {
  readonly day: number;
  readonly event: Bare<'deployment'> | Bare<'incident'> | Bare<'cost'>;
}

/** One workload of the organisation: its record, what is true of it, and the verdict that follows. */
export interface WorkloadPlan {
  readonly id: string;
  /** What truly happens, in one sentence. */
  readonly story: string;
  readonly intended: readonly IntendedVerdict[];
  /** @param dateOf the calendar date of a day of the story */
  readonly record: (dateOf: (day: number) => string) => Omit<WorkloadDocument, 'id'>;
  readonly firstDay: number;
  /** Null for a workload that reports aggregates only. */
  readonly runs: {
    readonly traffic: Traffic;
    readonly profile: (day: number) => RunProfile;
  } | null;
  readonly schedule: Schedule;
  readonly marks: readonly Mark[];
}
