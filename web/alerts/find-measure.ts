import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import type { AlertItem } from '../api/alert-queries.ts';
import type { RuleCondition, RuleDocument } from '../api/rule-queries.ts';
import { formatCount, NOTHING, THIN } from '../format/number.ts';
import { formatSignal } from '../format/unit.ts';
import { tellDuration } from '../policies/tell-duration.ts';
import {
  COMPARISON_SIGNS,
  conditionsOf,
  signalTitle,
  tellChange,
  tellThreshold,
  unitOf,
} from '../rules/tell-rule.ts';

/** What the numbers of an alert are of. */
export interface Measure {
  /** The signal that is drawn; null where the rule is about none. */
  readonly signal: string | null;
  /** In words: "Error rate over 5 minutes". */
  readonly name: string;
  /** Length of the window as a document writes it; null where there is none. */
  readonly window: string | null;
  readonly format: (value: number | null) => string;
  readonly formatThreshold: (threshold: number) => string;
  /** The threshold on the signal's chart and what is written at it; null where it has none. */
  readonly line: (threshold: number) => ChartLine | null;
}

/** A threshold as a line of a chart. */
export interface ChartLine {
  readonly at: number;
  readonly label: string;
}

const SHORT_UNITS: Readonly<Record<string, string>> = { s: 's', m: 'min', h: 'h', d: 'd' };

/** A duration of a document where there is little room. */
const shortDuration = (text: string): string =>
  `${text.slice(0, -1)}${THIN}${SHORT_UNITS[text.slice(-1)] ?? ''}`;

/** Numbers of a rule that is not known: they stand bare. */
const BARE: Measure = {
  signal: null,
  name: 'The value',
  window: null,
  format: (value) => (value === null ? NOTHING : String(Number(value.toPrecision(4)))),
  formatThreshold: (threshold) => `against ${Number(threshold.toPrecision(4))}`,
  line: () => null,
};

function measureOf(condition: RuleCondition): Measure {
  if ('absence' in condition) {
    return {
      ...BARE,
      name: 'Telemetry',
      format: (value) => {
        if (value === null) return NOTHING;
        return value === 0 ? 'no events' : `${formatCount(value)} events`;
      },
      formatThreshold: () => `for ${shortDuration(condition.absence.for)}`,
    };
  }
  if ('burn' in condition) {
    const { signal } = condition.burn;
    const isBad = SIGNALS_BY_ID.get(signal)?.better === 'lower';
    const share = { signal: 'bad', unit: 'ratio' };
    return {
      signal,
      name: `${signalTitle(signal)}, share that is bad`,
      window: null,
      format: (value) => formatSignal(value, share),
      formatThreshold: (threshold) => tellThreshold('>', threshold, share),
      line: (threshold) => {
        const at = isBad ? threshold : 1 - threshold;
        return { at, label: `fires ${tellThreshold(isBad ? '>' : '<', at, share)}` };
      },
    };
  }
  if ('anomaly' in condition || 'drift' in condition) return usualMeasure(condition);
  if ('change' in condition) {
    const { signal, op, window } = condition.change;
    return {
      signal,
      name: `${signalTitle(signal)} over ${tellDuration(window)}, against before`,
      window,
      format: (value) => (value === null ? NOTHING : tellChange(value)),
      formatThreshold: (threshold) => `${COMPARISON_SIGNS[op]}\u00a0${tellChange(threshold)}`,
      line: () => null,
    };
  }
  const { signal, op, window } = condition;
  const unit = unitOf(signal);
  return {
    signal,
    name: `${signalTitle(signal)} over ${tellDuration(window)}`,
    window,
    format: (value) => formatSignal(value, unit),
    formatThreshold: (threshold) => tellThreshold(op, threshold, unit),
    line: (at) => ({ at, label: `fires ${tellThreshold(op, at, unit)}` }),
  };
}

/** Of what is compared with what is usual, or with a feature's reference. */
function usualMeasure(
  condition: Extract<RuleCondition, { anomaly: unknown } | { drift: unknown }>,
): Measure {
  const isDrift = 'drift' in condition;
  const signal = isDrift ? 'drift' : condition.anomaly.signal;
  const { window } = isDrift ? condition.drift : condition.anomaly;
  const unit = unitOf(signal);
  const feature = isDrift ? (condition.drift.feature ?? null) : null;
  return {
    signal,
    name: `${signalTitle(signal)}${feature === null ? '' : ` of ${feature}`} over ${tellDuration(window)}`,
    window,
    format: (value) => formatSignal(value, unit),
    formatThreshold: (threshold) => formatSignal(threshold, unit),
    line: (at) => ({ at, label: `fires at ${formatSignal(at, unit)}` }),
  };
}

function thresholdOf(condition: RuleCondition): number | null {
  if ('absence' in condition) return 0;
  if ('drift' in condition) return condition.drift.threshold;
  if ('burn' in condition || 'anomaly' in condition) return null;
  return 'change' in condition ? condition.change.threshold : condition.threshold;
}

/**
 * What an alert's numbers are of: of several conditions the one whose threshold it names.
 * @param rule as it is now; undefined where it is gone or not known yet
 */
export function findMeasure(
  { threshold }: Pick<AlertItem, 'threshold'>,
  rule: Pick<RuleDocument, 'when'> | undefined,
): Measure {
  if (rule === undefined) return BARE;
  const conditions = conditionsOf(rule.when);
  const told = conditions.find((one) => thresholdOf(one) === threshold) ?? conditions[0];
  return told === undefined ? BARE : measureOf(told);
}
