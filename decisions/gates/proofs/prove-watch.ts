import { DAY_MS, HOUR_MS, isoTime } from '../../../core/time.ts';
import { AXES, type Axis } from '../../../signals/axis.ts';
import { formatUsd } from '../format-usd.ts';
import { holds, lacks, type Finding, type Prover, type Watch } from '../gate-facts.ts';

/** A test of the way to people counts for a year: numbers and duties change. */
const TEST_VALID_MS = 365 * DAY_MS;

/** Rules, a way to people that was tried, and telemetry to watch. */
export const proveMonitoring: Prover = (facts, atMs) => {
  const { watch, policy } = facts;
  const required = AXES.filter((axis) =>
    [...policy.signals.values()].some((rule) => rule.axis === axis && rule.role === 'required'),
  );
  const parts: Finding[] = [
    flowing(facts, atMs),
    watching(required, watch),
    watch.receivers.length > 0
      ? holds(`Alerts reach ${watch.receivers.join(', ')}.`)
      : lacks('No route leads its alerts to a receiver.'),
    tested(watch.test, atMs),
  ];
  const ends = parts.flatMap(({ expiresMs }) => expiresMs ?? []);
  return {
    evidence: parts.flatMap(({ evidence }) => evidence),
    missing: parts.flatMap(({ missing }) => missing),
    expiresMs: ends.length > 0 ? Math.min(...ends) : null,
  };
};

function watching(required: readonly Axis[], { rules }: Watch): Finding {
  if (required.length === 0) {
    return lacks(
      'The policy requires no signal on any axis, so nothing says what has to be watched.',
    );
  }
  const unwatched = required.filter((axis) => rules[axis].length === 0);
  if (unwatched.length > 0) {
    return lacks(...unwatched.map((axis) => `No enabled alert rule watches the axis ${axis}.`));
  }
  const names = new Set(required.flatMap((axis) => rules[axis].slice(0, 1)));
  return holds(`Watched by ${[...names].join(', ')}.`);
}

const FLOWS = ['runs', 'events_received'] as const;

const flowing: Prover = ({ history, policy }, atMs) => {
  if (history.firstMs === null || history.firstMs >= atMs)
    return lacks('No telemetry has come in.');
  const window = history.window(Math.min(Math.floor((atMs - 1) / HOUR_MS) * HOUR_MS, atMs), atMs);
  const seen = FLOWS.flatMap((input) => window.lastSeenMs(input) ?? []);
  const lastMs = Math.max(...seen);
  if (seen.length > 0 && atMs - lastMs <= policy.staleAfterMs) return holds('Telemetry comes in.');
  const since = seen.length === 0 ? '' : ` since ${isoTime(lastMs).slice(0, 16)}Z`;
  return lacks(`No telemetry has come in${since}.`);
};

function tested(
  test: { readonly receiver: string; readonly acknowledgedMs: number } | null,
  atMs: number,
): Finding {
  if (test === null) {
    return lacks('No test alert was delivered to one of its receivers and acknowledged.');
  }
  const expiresMs = test.acknowledgedMs + TEST_VALID_MS;
  const day = isoTime(test.acknowledgedMs).slice(0, 10);
  if (atMs >= expiresMs)
    return lacks(`The last test alert was acknowledged on ${day}: send another.`);
  return holds(`A test alert to ${test.receiver} was acknowledged on ${day}.`, expiresMs);
}

/** A budget, and a rule that acts when money runs away. */
export const proveBudget: Prover = ({ workload, watch }) => {
  const budget = workload.business_case?.monthly_budget_usd;
  const missing = [
    ...(budget === undefined
      ? ['The record states no monthly budget (business_case.monthly_budget_usd).']
      : []),
    ...(watch.breakers.length === 0
      ? ['No enabled alert rule on a signal of economics pauses or limits it.']
      : []),
  ];
  if (budget === undefined || missing.length > 0) return lacks(...missing);
  const words = `Budget ${formatUsd(budget)} a month; ${watch.breakers.join(', ')} acts on cost.`;
  return holds(words);
};
