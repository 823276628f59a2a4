import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { NO_BLOCKS } from '../../../decisions/engine/caps.ts';
import { replay } from '../../../decisions/engine/replay.ts';
import type { ResolvedPolicy, Verdict } from '../../../decisions/policy/policy.ts';
import { createHistory } from '../../../signals/history.ts';
import type { HistoryRows } from '../../../signals/history-rows.ts';
import { policyWith } from '../../decisions/engine-fixtures.ts';
import { START_MS } from '../../decisions/simulated-history.ts';
import { missingEvidence } from './missing-evidence.ts';
import { REQUIRED_SIGNALS } from './required-signals.ts';
import { QUARTER_DAYS, type Scenario } from './scenario.ts';
import { simulateRows } from './simulate-rows.ts';

/** From a day of the history on, this is published and that proposed. */
export interface VerdictChange {
  readonly day: number;
  readonly published: Verdict;
  readonly proposed: Verdict;
}

/** What the engine made of one simulated history. */
export interface ReplayedHistory {
  readonly scenario: string;
  readonly seed: number;
  readonly changes: readonly VerdictChange[];
  /** Scales issued, and those of them issued while evidence on a required signal was missing. */
  readonly scales: number;
  readonly scalesOnMissing: number;
}

/** The policy that a scenario is decided by. */
export function policyOf(scenario: Scenario): ResolvedPolicy {
  return policyWith({ signals: { ...REQUIRED_SIGNALS }, ...scenario.policy });
}

/** The telemetry of one history of a scenario; the same for the same seed. */
export function rowsOf(scenario: Scenario, seed: number): HistoryRows {
  const rows = simulateRows(seed, QUARTER_DAYS * 24, (hour) => scenario.truthAt(hour / 24));
  return scenario.alter?.(rows) ?? rows;
}

/** One history of a scenario through the real engine: signals, windows, status, table, caps, dwell. */
export function replayScenario(scenario: Scenario, seed: number): ReplayedHistory {
  const policy = policyOf(scenario);
  const rows = rowsOf(scenario, seed);
  const context = {
    businessCase: scenario.businessCase ?? {},
    limitChangesMs: scenario.limitChangesMs ?? {},
    gatesAt: (atMs: number) => scenario.gatesAt?.(dayOf(atMs)) ?? [],
    blocksAt: (atMs: number) => scenario.blocksAt?.(dayOf(atMs)) ?? NO_BLOCKS,
  };
  const { changes } = replay(policy, createHistory(rows), context, rows.endMs);
  const issued = changes.filter(
    ({ verdict, previous }) => verdict === 'scale' && previous !== 'scale',
  );
  const onMissing = issued.filter(({ atMs }) => missingEvidence(rows, policy, atMs).length > 0);
  return {
    scenario: scenario.id,
    seed,
    changes: changes.map(({ atMs, verdict, proposed }) => ({
      day: dayOf(atMs),
      published: verdict,
      proposed,
    })),
    scales: issued.length,
    scalesOnMissing: onMissing.length,
  };
}

/** To the hour, so that a day is a short number. */
function dayOf(atMs: number): number {
  return Math.round((atMs - START_MS) / HOUR_MS) / (DAY_MS / HOUR_MS);
}
