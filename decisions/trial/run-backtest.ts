import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { DAY_MS, isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { nextTurn } from '../../store/take-turns.ts';
import type { Assessor } from '../assessor.ts';
import type { Backtest, BacktestItem, BacktestRequest } from '../backtest/backtest.ts';
import { compareReplays } from '../backtest/compare-replays.ts';
import type { TimeSpan } from '../backtest/published-verdicts.ts';
import { summarizeBacktest } from '../backtest/summarize-backtest.ts';
import type { ReplayedChange } from '../engine/replay.ts';
import type { Replayed } from '../live/replays.ts';
import { decidingPolicy } from '../policy/deciding-policy.ts';
import { diffPolicies } from '../policy/diff-policies.ts';
import { findPolicyWarnings } from '../policy/find-policy-warnings.ts';
import { inheritSignals } from '../policy/inherit-signals.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import type { PolicyEdition } from '../registry/policy-states.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import { replayInTurns } from './replay-in-turns.ts';
import { trialEditions, type TrialPolicies } from './trial-editions.ts';
import { trialPolicy, trialWorkloads } from './trial-workloads.ts';

/** What backtests work with. */
export interface BacktestDependencies {
  readonly assessor: Pick<Assessor, 'replayed'>;
  readonly workloads: Pick<WorkloadRegistry, 'get' | 'list'>;
  readonly policies: TrialPolicies;
  readonly hash: (text: string) => string;
  readonly now: () => number;
}

/** Who waits for a backtest, and what they may see. */
export interface BacktestAsker {
  readonly mayRead: (workload: string) => boolean;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

const DEFAULT_SPAN_MS = 90 * DAY_MS;

/**
 * Replays two policies over the telemetry in memory, each as if in force from the first event on, and
 * compares what they publish. Works in turns with everything else.
 * @param id of the policy that is tried
 * @throws BellwetherError `invalid` with every problem; `not_found` for a policy or version that is not
 *   there; `forbidden` for a named workload that may not be read; `unavailable` when aborted
 */
export async function runBacktest(
  id: string,
  request: BacktestRequest,
  { mayRead, signal }: BacktestAsker,
  { assessor, workloads, policies, hash, now }: BacktestDependencies,
): Promise<Backtest> {
  const giveWay = async (): Promise<void> => {
    await nextTurn();
    if (signal.aborted) throw new BellwetherError('unavailable', 'nobody waits for this any more');
  };
  const editions = trialEditions(id, request, policies);
  const span = spanOf(request, now());
  const chosen = trialWorkloads(editions, request.workloads, mayRead, workloads, policies);
  const items: BacktestItem[] = [];
  const read = ({ id: name }: WorkloadDocument): Promise<Replayed> => {
    const reading = assessor.replayed(name, null);
    // Thrown where it is waited for, if it still is.
    reading.catch(() => undefined);
    return reading;
  };
  // While one workload is decided on, the telemetry of the next is read.
  let reading = chosen[0] && read(chosen[0]);
  for (const [at, workload] of chosen.entries()) {
    await giveWay();
    const replayed = await (reading ?? read(workload));
    reading = chosen[at + 1] && read(chosen[at + 1]!);
    const own = policies.edition(workload.policy);
    const was = trialPolicy(id, editions.against, own, workload, hash);
    const would = trialPolicy(id, editions.candidate, own, workload, hash);
    const before = await changesOf(was, replayed, span.toMs, giveWay);
    const isSame = would.hash === was.hash;
    const after = isSame ? before : await changesOf(would, replayed, span.toMs, giveWay);
    const { id: name, title } = workload;
    items.push({ workload: name, title, ...compareReplays({ before, after }, span) });
  }
  const { candidate, against } = editions;
  const hashOf = ({ document, version, lookup }: PolicyEdition): string =>
    resolvePolicy(document, version, lookup, hash).hash;
  const isKept = request.document === undefined;
  return {
    policy: { id, version: isKept ? candidate.version : null, hash: hashOf(candidate) },
    against: { id: against.document.id, version: against.version, hash: hashOf(against) },
    from: isoTime(span.fromMs),
    to: isoTime(span.toMs),
    summary: summarizeBacktest(items),
    items: items.sort(byEffect),
    policy_differences: diffPolicies(against.document, candidate.document),
    warnings: warningsOf(candidate, workloads),
  };
}

function warningsOf(
  { document, lookup }: PolicyEdition,
  workloads: Pick<WorkloadRegistry, 'get'>,
): FieldError[] {
  const strangers = Object.keys(document.overrides ?? {}).filter((id) => !workloads.get(id));
  return [
    ...findPolicyWarnings(document, inheritSignals(document, lookup)),
    ...strangers.map((id) => ({ path: `overrides.${id}`, message: `there is no workload ${id}` })),
  ];
}

/** @throws BellwetherError `invalid` where nothing lies between the two instants */
function spanOf({ from, to }: BacktestRequest, nowMs: number): TimeSpan {
  const toMs = to === undefined ? nowMs : Math.min(Date.parse(to), nowMs);
  const fromMs = from === undefined ? toMs - DEFAULT_SPAN_MS : Date.parse(from);
  if (fromMs < toMs) return { fromMs, toMs };
  throw new BellwetherError('invalid', 'this span holds no time', {
    errors: [{ path: 'from', message: 'expected an instant before to, and in the past' }],
  });
}

/** What a policy published. In force all along, so none of its limits ever changed. */
async function changesOf(
  policy: ResolvedPolicy,
  { inForce, history, context, gatesOf, replay }: Replayed,
  toMs: number,
  giveWay: () => Promise<void>,
): Promise<readonly ReplayedChange[]> {
  const isLive = policy.hash === inForce.policy.hash && toMs >= history.endMs;
  const isSteady = Object.keys(inForce.limitChangesMs).length === 0;
  if (isLive && isSteady) return replay.changes;
  const steady = { ...context, limitChangesMs: {}, gatesAt: gatesOf(policy) };
  const deciding = decidingPolicy(policy);
  return replayInTurns(deciding, history, steady, Math.min(toMs, history.endMs), giveWay);
}

/** The affected first, then by id. */
function byEffect(a: BacktestItem, b: BacktestItem): number {
  const [affectedA, affectedB] = [a, b].map(({ differences }) => Number(differences.length > 0));
  return (affectedB ?? 0) - (affectedA ?? 0) || (a.workload < b.workload ? -1 : 1);
}
