import type { Comparison } from '../../alerts/condition/condition.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import type { RuleCondition, RuleDocument, RuleWhen } from '../api/rule-queries.ts';
import { decimalsOf, THIN, writeNumber } from '../format/number.ts';
import { signalScale, type SignalUnit } from '../format/unit.ts';
import { tellDuration } from '../policies/tell-duration.ts';

/** How a comparison is written. */
export const COMPARISON_SIGNS: Readonly<Record<Comparison, string>> = {
  '>': '>',
  '>=': '≥',
  '<': '<',
  '<=': '≤',
  '==': '=',
  '!=': '≠',
};

/** A signal's unit by its id; of one that the catalogue does not know the bare number. */
export const unitOf = (signal: string): SignalUnit => ({
  signal,
  unit: SIGNALS_BY_ID.get(signal)?.unit ?? '',
});

/** A signal's title; its id where the catalogue does not know it. */
export const signalTitle = (signal: string): string => SIGNALS_BY_ID.get(signal)?.title ?? signal;

/**
 * A threshold with its comparison, with no more decimals than it was stated with.
 * @example tellThreshold('>=', 0.05, { signal: 'error_rate', unit: 'ratio' }) // '≥\u00a05 %'
 */
export function tellThreshold(op: Comparison, threshold: number, unit: SignalUnit): string {
  const scale = signalScale(unit, threshold);
  const decimals = Math.min(6, decimalsOf(threshold * scale.factor));
  const digits = scale.prefix === '$' && decimals > 0 ? Math.max(2, decimals) : decimals;
  return `${COMPARISON_SIGNS[op]}\u00a0${writeNumber(threshold, { ...scale, digits })}`;
}

/**
 * A relative change with its sign.
 * @example tellChange(0.5) // '+50 %'
 */
export function tellChange(change: number): string {
  const scale = { factor: 100, digits: 0, prefix: '', suffix: `${THIN}%` };
  const digits = Math.min(1, decimalsOf(change * 100));
  return (change > 0 ? '+' : '') + writeNumber(change, { ...scale, digits });
}

/**
 * The conditions of a rule, one or several.
 * @example conditionsOf({ all: [{ absence: { for: '5m' } }] }) // [{ absence: { for: '5m' } }]
 */
export function conditionsOf(when: RuleWhen): readonly RuleCondition[] {
  if ('all' in when) return when.all;
  return 'any' in when ? when.any : [when];
}

/** A signal's title within a sentence: names such as ROI stay as they are. */
const withinSentence = (signal: string): string =>
  signalTitle(signal).replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

const withSamples = (least: number | undefined): string =>
  least === undefined ? '' : ` with at least ${least} samples`;

/**
 * One condition as the part of a sentence after "when".
 * @example tellCondition({ absence: { for: '10m' } }) // 'there is no telemetry for 10 minutes'
 */
export function tellCondition(condition: RuleCondition): string {
  if ('absence' in condition)
    return `there is no telemetry for ${tellDuration(condition.absence.for)}`;
  if ('burn' in condition) {
    const { signal, objective, windows } = condition.burn;
    const pairs = windows?.map(({ long, short, factor }) => `${long} and ${short} × ${factor}`);
    const how = pairs === undefined ? 'by the usual windows' : `over ${pairs.join(', ')}`;
    return `${withinSentence(signal)} burns the budget of an objective of ${Number((objective * 100).toPrecision(12))}${THIN}% too fast, ${how}`;
  }
  if ('anomaly' in condition) {
    const { signal, window, direction, min_samples: least } = condition.anomaly;
    const side = { above: 'higher than', below: 'lower than', both: 'other than' }[direction];
    return `${withinSentence(signal)} over ${tellDuration(window)} is ${side} is usual at this hour of the week${withSamples(least)}`;
  }
  if ('drift' in condition) {
    const { feature, threshold, window } = condition.drift;
    const what = feature === undefined ? 'any feature' : `the feature ${feature}`;
    return `${what} drifts by more than ${threshold} over ${tellDuration(window)}`;
  }
  if ('change' in condition) {
    const { signal, op, threshold, window, before, min_samples: least } = condition.change;
    const earlier = before === undefined ? 'the window before' : `${tellDuration(before)} earlier`;
    const against = condition.change.against === 'release' ? 'the release before' : earlier;
    return `${withinSentence(signal)} over ${tellDuration(window)} moves ${COMPARISON_SIGNS[op]}\u00a0${tellChange(threshold)} against ${against}${withSamples(least)}`;
  }
  const { signal, op, threshold, window, min_samples: least } = condition;
  return `${withinSentence(signal)} is ${tellThreshold(op, threshold, unitOf(signal))} over ${tellDuration(window)}${withSamples(least)}`;
}

/** When a rule fires, as a sentence. */
export function tellWhen({
  when,
  for: waits,
  by,
}: Pick<RuleDocument, 'when' | 'for' | 'by'>): string {
  const parts = conditionsOf(when)
    .map(tellCondition)
    .join('any' in when ? ', or ' : ', and ');
  const each = by.length === 0 ? '' : `, by ${by.join(', ')}`;
  const waiting = Number.parseInt(waits, 10) === 0 ? '' : `, for ${tellDuration(waits)}`;
  return `When ${parts}${each}${waiting}.`;
}

/**
 * Which workloads a rule looks at.
 * @example tellSelect({ workloads: ['*'], stage: ['production'] }) // 'All workloads in production'
 * @example tellSelect({ workloads: ['support-*', 'refunds'] }) // 'support-*, refunds'
 */
export function tellSelect({
  workloads,
  stage,
  risk_class: risks,
}: RuleDocument['select']): string {
  const who = workloads.includes('*') ? 'All workloads' : workloads.join(', ');
  const where = stage === undefined ? '' : ` in ${stage.join(' or ')}`;
  return `${who}${where}${risks === undefined ? '' : `, ${risks.join(' or ')}`}`;
}
