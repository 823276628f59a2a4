import type { BusinessCase } from '../../core/workload.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import type { Direction } from '../../signals/catalogue-entry.ts';
import type { EstimateParameters, LimitSide, MissingState } from '../../signals/estimate.ts';
import { limitSide } from '../../signals/estimate-signal.ts';
import { findSignal } from '../../signals/find-signal.ts';
import type { Finding } from '../../signals/finding.ts';
import { countWhile } from '../../signals/history/count-while.ts';
import type { ReleaseChange } from '../../signals/history-rows.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { LimitChanges } from '../policy/limit-changes.ts';
import type { ResolvedPolicy, ResolvedSignalRule } from '../policy/policy.ts';
import { estimateParameters } from './estimate-parameters.ts';
import { evidenceStart } from './evidence-start.ts';
import type { SignalReading, SignalReadings } from './signal-status.ts';
import type { EngineState } from './step.ts';
import { windowsAt, windowStart, type WindowsAt } from './windows-at.ts';

/** What the telemetry of one workload is read with. */
export interface ReadingContext {
  readonly businessCase: BusinessCase;
  readonly limitChangesMs: LimitChanges;
}

const EMPTY: SignalReading = {
  state: 'too_few',
  value: null,
  n: 0,
  side: 'open',
  reason: 'The evidence has only just begun anew.',
};

/** A reader of one workload's signals at any instant. */
export type SignalReader = (
  before: EngineState | null,
  atMs: number,
) => ReadonlyMap<string, SignalReadings>;

/** A signal that a policy gives a limit, with all that reading it takes. */
interface LimitedSignal {
  readonly signal: string;
  readonly rule: ResolvedSignalRule;
  readonly limit: number;
  readonly better: Direction;
  /** For the recent window, and for the one that a pass rests on. */
  readonly recent: EstimateParameters;
  readonly evidence: EstimateParameters;
  readonly limitChangesMs: readonly number[];
}

/**
 * A reader of every signal that a policy gives a limit, over both windows.
 *
 * What it returns is worked out when it is looked at: most instants are decided without the side of
 * most intervals, and without the evidence of signals that are missing or fail.
 * @returns a function of the state before (evidence restarts where a signal failed last) and the
 * instant, which must be on the hour or the history's end
 */
export function createSignalReader(
  policy: ResolvedPolicy,
  history: TelemetryHistory,
  context: ReadingContext,
): SignalReader {
  const limited: LimitedSignal[] = [];
  for (const [signal, rule] of policy.signals) {
    const { limit } = rule;
    if (limit === null || rule.role === 'not_applicable') continue;
    const recent = estimateParameters(policy, rule, context.businessCase);
    const evidence = estimateParameters(policy, rule, context.businessCase, true);
    const limitChangesMs = context.limitChangesMs[signal] ?? [];
    const { better } = signalEntry(signal);
    limited.push({ signal, rule, limit, better, recent, evidence, limitChangesMs });
  }
  return (before, atMs) => {
    const known = countWhile(history.releaseChanges, (change) => change.atMs <= atMs);
    const releases = history.releaseChanges.slice(Math.max(0, known - 1), known);
    const at = { windowFrom: windowsAt(history, atMs), releases, before, atMs };
    const readings = new Map<string, SignalReadings>();
    for (const one of limited) readings.set(one.signal, new ReadingsAt(one, at));
    return readings;
  };
}

/** What all signals are read at. */
interface Instant {
  /** The latest release before it, if there was one. */
  readonly releases: readonly ReleaseChange[];
  readonly windowFrom: WindowsAt;
  readonly before: EngineState | null;
  readonly atMs: number;
}

/** One signal over both windows, each found when it is first looked at. */
class ReadingsAt implements SignalReadings {
  readonly #signal: LimitedSignal;
  readonly #at: Instant;
  #recent: SignalReading | null = null;
  #evidence: SignalReading | null = null;

  constructor(signal: LimitedSignal, at: Instant) {
    this.#signal = signal;
    this.#at = at;
  }

  get recent(): SignalReading {
    if (this.#recent === null) {
      const { rule, recent } = this.#signal;
      this.#recent = this.#read(windowStart(this.#at.atMs, rule.recentMs), recent);
    }
    return this.#recent;
  }

  get evidence(): SignalReading {
    if (this.#evidence === null) {
      const { signal, rule, limitChangesMs, evidence } = this.#signal;
      const { releases, before, atMs } = this.#at;
      const failedMs = before?.signals[signal]?.failedMs ?? null;
      const start = evidenceStart(atMs, rule.evidenceMs, { releases, limitChangesMs, failedMs });
      this.#evidence = this.#read(start.sinceMs, evidence);
    }
    return this.#evidence;
  }

  #read(fromMs: number, params: EstimateParameters): SignalReading {
    const window = this.#at.windowFrom(fromMs);
    if (window === null) return EMPTY;
    const { signal, limit, better } = this.#signal;
    return new FoundReading(findSignal(signal, window, params), limit, better);
  }
}

/** A finding against a limit; the side of its interval is worked out when it is first looked at. */
class FoundReading implements SignalReading {
  readonly state: 'ok' | MissingState;
  readonly value: number | null;
  readonly n: number;
  readonly hasNoInterval: boolean;
  readonly reason: string | null;
  readonly #found: Finding;
  readonly #limit: number;
  readonly #better: Direction;
  #side: LimitSide | null = null;

  constructor(found: Finding, limit: number, better: Direction) {
    const isFound = found.state === 'ok';
    this.state = found.state;
    this.value = isFound ? found.value : null;
    this.n = found.n;
    this.hasNoInterval = isFound && found.hasNoInterval === true;
    this.reason = isFound ? null : found.reason;
    this.#found = found;
    this.#limit = limit;
    this.#better = better;
  }

  get side(): LimitSide {
    return (this.#side ??= this.#sideOfLimit());
  }

  #sideOfLimit(): LimitSide {
    if (this.#found.state !== 'ok') return 'open';
    return limitSide(this.#found.sideOf(this.#limit), this.#better);
  }
}
