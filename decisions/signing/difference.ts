import type { FieldError } from '../../core/errors.ts';
import type { AssessedSignal, Assessment } from '../assessment/assessment.ts';
import { formatValue } from '../assessment/format-value.ts';
import { missingPhrase } from '../assessment/signal-phrase.ts';

/** One thing that two assessments of a workload say differently. */
export interface AssessmentDifference extends FieldError {
  /** Whether it alone can make another verdict: a verdict, a status, a gate, a block, the policy. */
  readonly decides: boolean;
}

/**
 * What two assessments of a workload say differently about what decides: verdicts, policy, axes, required
 * signals, required gates, blocks. What only moved within its status is told, and decides nothing.
 * @param before what somebody had before them
 * @param after what holds now
 * @returns one entry per difference, what decides first; empty where both say the same
 */
export function diffAssessments(before: Assessment, after: Assessment): AssessmentDifference[] {
  const differences = [
    ...diffText('verdict', 'the published verdict', before.verdict, after.verdict),
    ...diffText('proposed', 'the proposed verdict', before.proposed, after.proposed),
    ...diffText('policy', 'the policy', policyOf(before), policyOf(after), before, after),
    ...diffSignals(before, after),
    ...diffGates(before, after),
    ...diffText(
      'blocked_by',
      'what stands in the way of scale',
      before.blocked_by.join(', ') || 'nothing',
      after.blocked_by.join(', ') || 'nothing',
    ),
  ];
  return [...differences.filter((one) => one.decides), ...differences.filter((o) => !o.decides)];
}

/** Whether two assessments come to the same by the same statuses, whatever the numbers did meanwhile. */
export function decidesAlike(before: Assessment, after: Assessment): boolean {
  return !diffAssessments(before, after).some(({ decides }) => decides);
}

const policyOf = ({ policy }: Assessment): string => `${policy.id}, version ${policy.version}`;

function diffText(
  path: string,
  about: string,
  from: string,
  to: string,
  before?: Assessment,
  after?: Assessment,
): AssessmentDifference[] {
  const isSame = before && after ? before.policy.hash === after.policy.hash : from === to;
  if (isSame) return [];
  return [{ path, message: `${about} was ${from} and is ${to}`, decides: true }];
}

const requiredOf = ({ signals }: Assessment): AssessedSignal[] =>
  signals.filter(({ role }) => role === 'required');

function diffSignals(before: Assessment, after: Assessment): AssessmentDifference[] {
  const [known, current] = [requiredOf(before), requiredOf(after)];
  const ids = new Set([...known, ...current].map(({ signal }) => signal));
  return [...ids].flatMap((id) => {
    const from = known.find(({ signal }) => signal === id);
    const to = current.find(({ signal }) => signal === id);
    if (!from || !to) {
      const message = from ? `${from.title} is no longer required` : `${id} is required now`;
      return [{ path: `signals.${id}`, message, decides: true }];
    }
    return diffSignal(from, to);
  });
}

function diffSignal(from: AssessedSignal, to: AssessedSignal): AssessmentDifference[] {
  const decides = from.status !== to.status;
  const [was, is] = [tellReading(from), tellReading(to)];
  if (!decides && was === is) return [];
  const statuses = decides ? `: ${from.status} became ${to.status}` : '';
  return [
    {
      path: `signals.${to.signal}`,
      message: `${to.title} was ${was} and is ${is}${statuses}`,
      decides,
    },
  ];
}

/** A signal's number as people read it, or why there is none. */
function tellReading({ signal, state, value }: AssessedSignal): string {
  if (state !== 'ok') return `without a value (${missingPhrase(state)})`;
  return value === null ? 'without a value' : formatValue(signal, value);
}

function diffGates(before: Assessment, after: Assessment): AssessmentDifference[] {
  const stateIn = ({ gates }: Assessment, id: string): string =>
    gates.find(({ gate, required }) => required && gate === id)?.state ?? 'not required';
  const required = [...before.gates, ...after.gates].filter((gate) => gate.required);
  return [...new Set(required.map(({ gate }) => gate))].flatMap((gate) =>
    diffText(`gates.${gate}`, `gate ${gate}`, stateIn(before, gate), stateIn(after, gate)),
  );
}
