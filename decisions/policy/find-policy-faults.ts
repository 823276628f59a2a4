import { durationMs } from '../../core/duration.ts';
import type { FieldError } from '../../core/errors.ts';
import { HOUR_MS } from '../../core/time.ts';
import { KINDS_WITHOUT_INTERVAL } from '../../signals/catalogue-entry.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import type { AxisStates } from '../engine/axis-state.ts';
import { firstUncovered, firstUnprovenScale } from '../engine/decision-table.ts';
import { DEFAULT_TABLE } from './default-policy.ts';
import type { PolicyDocument, SignalRule, TableRow } from './policy.ts';

/** Rare by nature: an incident a year may have to suffice, but only where the policy says so. */
const NEEDS_OWN_MIN_SAMPLE: ReadonlySet<string> = new Set(['rollback_mttr']);

/** The only signal a judge's sensitivity and specificity correct. */
const JUDGED_SIGNAL = 'hallucination_rate';

/** The only signal that compares with a reference. */
const REFERENCED_SIGNAL = 'drift';

/**
 * What is wrong with a policy beyond its shape.
 * @param rules its signals for all workloads, inherited ones included
 * @returns one entry per fault, in the order of the document; empty for a policy that can decide
 */
export function findPolicyFaults(
  document: PolicyDocument,
  rules: ReadonlyMap<string, SignalRule>,
): readonly FieldError[] {
  const faults: FieldError[] = [
    ...wholeHours('grid', document.grid),
    ...wholeHours('recent', document.recent),
    ...wholeHours('evidence', document.evidence),
  ];
  faults.push(...rulesFaults('signals', rules));
  for (const [riskClass, part] of Object.entries(document.risk_classes ?? {})) {
    const own = Object.entries(part?.signals ?? {});
    faults.push(...rulesFaults(`risk_classes.${riskClass}.signals`, own));
  }
  for (const [workload, override] of Object.entries(document.overrides ?? {})) {
    const own = Object.entries(override.signals);
    faults.push(...rulesFaults(`overrides.${workload}.signals`, own));
  }
  return [...faults, ...tableFaults(document.table ?? DEFAULT_TABLE)];
}

function tableFaults(table: readonly TableRow[]): FieldError[] {
  const inWords = ({ value, operations, economics }: AxisStates): string =>
    `value ${value}, operations ${operations}, economics ${economics}`;
  const hole = firstUncovered(table);
  const unproven = firstUnprovenScale(table);
  return [
    ...(hole ? [{ path: 'table', message: `no row gives a verdict for ${inWords(hole)}` }] : []),
    ...(unproven
      ? [
          {
            path: `table.${unproven.index}`,
            message: `says scale for ${inWords(unproven.axes)}: scale needs every axis strong`,
          },
        ]
      : []),
  ];
}

function rulesFaults(within: string, rules: Iterable<[string, SignalRule]>): FieldError[] {
  return [...rules].flatMap(([signal, rule]) => {
    const path = `${within}.${signal}`;
    return [
      ...ruleFaults(signal, rule).map((message) => ({ path, message })),
      ...wholeHours(`${path}.recent`, rule.recent),
      ...wholeHours(`${path}.evidence`, rule.evidence),
    ];
  });
}

function ruleFaults(signal: string, rule: SignalRule): string[] {
  const entry = SIGNALS_BY_ID.get(signal);
  if (entry === undefined) return ['no such signal'];
  const faults: string[] = [];
  if (rule.role === 'not_applicable' && !rule.reason?.trim())
    faults.push('not_applicable needs a reason');
  if (rule.role === 'required') {
    if (rule.limit === undefined) faults.push('a required signal needs a limit');
    if (KINDS_WITHOUT_INTERVAL.has(entry.estimator))
      faults.push('has no interval, so it may be advisory, never required');
    if (NEEDS_OWN_MIN_SAMPLE.has(signal) && rule.min_sample === undefined) {
      faults.push('is rare: required only with a min_sample that says how few suffice');
    }
  }
  if (
    entry.estimator === 'proportion' &&
    rule.limit !== undefined &&
    !(rule.limit >= 0 && rule.limit <= 1)
  ) {
    faults.push(`is a share: its limit must lie between 0 and 1, got ${rule.limit}`);
  }
  if (rule.judge !== undefined) {
    if (signal !== JUDGED_SIGNAL) faults.push(`a judge corrects ${JUDGED_SIGNAL} only`);
    if (!(rule.judge.sensitivity + rule.judge.specificity > 1)) {
      faults.push('a judge with sensitivity + specificity ≤ 1 tells nothing');
    }
    if ((rule.judge.n_positive === undefined) !== (rule.judge.n_negative === undefined)) {
      faults.push('a judge needs both n_positive and n_negative, or neither');
    }
  }
  if (rule.reference !== undefined) {
    if (signal !== REFERENCED_SIGNAL) faults.push(`a reference is for ${REFERENCED_SIGNAL} only`);
    const { reference } = rule;
    if ('from' in reference && !(Date.parse(reference.from) < Date.parse(reference.to))) {
      faults.push('a reference must end after it begins');
    }
  }
  return faults;
}

/** Telemetry is kept by the hour: grids and windows are whole hours. */
function wholeHours(path: string, text: string | undefined): FieldError[] {
  if (text === undefined) return [];
  const ms = durationMs(text);
  return ms >= HOUR_MS && ms % HOUR_MS === 0
    ? []
    : [{ path, message: `must be a whole number of hours, at least 1, got ${text}` }];
}
