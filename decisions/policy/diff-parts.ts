import { durationMs } from '../../core/duration.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { POLICY_DEFAULTS } from './default-policy.ts';
import { diffRules } from './diff-rules.ts';
import { ownMember } from './own-member.ts';
import { tellDifference, type PolicyDifference } from './policy-difference.ts';
import { VERDICTS, type PolicyDocument, type RiskClassPart, type Verdict } from './policy.ts';

/** A part of a policy with signals, dwell and gates, and what holds where it says nothing. */
interface Part {
  readonly own: RiskClassPart;
  readonly otherwise: RiskClassPart;
}

const NOTHING: RiskClassPart = {};

/** What two policies say differently about all workloads: signals, dwell, gates. */
export function diffGeneralParts(
  before: PolicyDocument,
  after: PolicyDocument,
): PolicyDifference[] {
  const partOf = (own: PolicyDocument): Part => ({ own, otherwise: NOTHING });
  return diffParts('', partOf(before), partOf(after));
}

/** What two policies say differently about the workloads of one risk class alone. */
export function diffClassParts(
  riskClass: keyof NonNullable<PolicyDocument['risk_classes']>,
  before: PolicyDocument,
  after: PolicyDocument,
): PolicyDifference[] {
  const partOf = (document: PolicyDocument): Part => ({
    own: document.risk_classes?.[riskClass] ?? NOTHING,
    otherwise: document,
  });
  return diffParts(`risk_classes.${riskClass}.`, partOf(before), partOf(after)).map(
    (difference) => ({ ...difference, words: `For ${riskClass} workloads: ${difference.words}` }),
  );
}

function diffParts(path: string, before: Part, after: Part): PolicyDifference[] {
  return [
    ...diffSignals(path, before, after),
    ...VERDICTS.flatMap((verdict) => diffDwell(path, verdict, before, after)),
    ...diffGates(path, before, after),
  ];
}

function diffSignals(path: string, before: Part, after: Part): PolicyDifference[] {
  const named = [...Object.keys(before.own.signals ?? {}), ...Object.keys(after.own.signals ?? {})];
  return inCatalogueOrder(named).flatMap((signal) => {
    const ruleIn = ({ own, otherwise }: Part) =>
      ownMember(own.signals, signal) ?? ownMember(otherwise.signals, signal);
    return diffRules(`${path}signals.${signal}`, signal, ruleIn(before), ruleIn(after));
  });
}

/** Each once, as people read the catalogue; what it does not hold comes last. */
function inCatalogueOrder(signals: readonly string[]): readonly string[] {
  const known = SIGNALS.map(({ id }) => id).filter((id) => signals.includes(id));
  return [...new Set([...known, ...signals])];
}

/** Whether a longer wait asks for more: trust that comes later does, trouble that is told later does not. */
const LONGER_IS_STRICTER: Readonly<Record<Verdict, boolean | null>> = {
  scale: true,
  hold: null,
  redesign: false,
  stop: false,
};

function diffDwell(path: string, verdict: Verdict, before: Part, after: Part): PolicyDifference[] {
  const stated = [before.own.dwell?.[verdict], after.own.dwell?.[verdict]] as const;
  if (stated[0] === undefined && stated[1] === undefined) return [];
  const dwellIn = ({ own, otherwise }: Part): string =>
    own.dwell?.[verdict] ?? otherwise.dwell?.[verdict] ?? POLICY_DEFAULTS.dwell[verdict];
  const [from, to] = [dwellIn(before), dwellIn(after)];
  const longer = durationMs(to) - durationMs(from);
  if (longer === 0) return [];
  const isStricter = LONGER_IS_STRICTER[verdict];
  const name = verdict.charAt(0).toUpperCase() + verdict.slice(1);
  return [
    tellDifference(`${path}dwell.${verdict}`, ...stated, {
      about: `${name} is published after`,
      from,
      to,
      stricter: isStricter === null ? null : longer > 0 === isStricter,
    }),
  ];
}

function diffGates(path: string, before: Part, after: Part): PolicyDifference[] {
  const stated = [before.own.gates, after.own.gates] as const;
  if (stated[0] === undefined && stated[1] === undefined) return [];
  const gatesIn = ({ own, otherwise }: Part): readonly string[] =>
    (own.gates ?? otherwise.gates)?.required_for_scale ?? [];
  const [from, to] = [gatesIn(before), gatesIn(after)];
  const added = to.some((gate) => !from.includes(gate));
  const removed = from.some((gate) => !to.includes(gate));
  if (!added && !removed) return [];
  const inWords = (gates: readonly string[]): string => gates.join(', ') || 'none';
  return [
    tellDifference(`${path}gates`, ...stated, {
      about: 'Gates that scale needs:',
      from: inWords(from),
      to: inWords(to),
      stricter: added && removed ? null : added,
    }),
  ];
}
