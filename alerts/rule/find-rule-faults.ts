import type { FieldError } from '../../core/errors.ts';
import { durationMs } from '../../core/duration.ts';
import { HOUR_MS } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { isMinuteSignal } from '../../signals/minute-signals.ts';
import type { ChangeCondition, RuleDocument, SimpleCondition } from './rule.ts';
import type { AnomalyCondition } from './usual-conditions.ts';

/** What stands at `/api/rules/…` beside the rules. */
const TAKEN_IDS: ReadonlySet<string> = new Set(['stats']);

/** What the schema of a rule cannot see: conditions that could never mean what they say. */
export function findRuleFaults(rule: RuleDocument): FieldError[] {
  const { when, by } = rule;
  const parts =
    'all' in when
      ? when.all.map((one, i) => [`when.all.${i}`, one] as const)
      : 'any' in when
        ? when.any.map((one, i) => [`when.any.${i}`, one] as const)
        : [['when', when] as const];
  const taken = TAKEN_IDS.has(rule.id)
    ? [{ path: 'id', message: 'is the address of something else' }]
    : [];
  return [
    ...taken,
    ...parts.flatMap(([path, one]) => [
      ...findConditionFaults(path, one),
      ...(by.length > 0 ? findCutFaults(path, one, by[0]!) : []),
    ]),
  ];
}

function findConditionFaults(path: string, condition: SimpleCondition): FieldError[] {
  if ('absence' in condition) return [];
  if ('burn' in condition) {
    const { signal, windows = [] } = condition.burn;
    const faults = windows.flatMap(({ long, short }, i): FieldError[] =>
      durationMs(short) < durationMs(long)
        ? []
        : [{ path: `${path}.burn.windows.${i}.short`, message: `must be shorter than ${long}` }],
    );
    if (signalEntry(signal).estimator !== 'proportion') {
      faults.push({
        path: `${path}.burn.signal`,
        message: `${signal} is not a share of anything that could be burnt`,
      });
    }
    return faults;
  }
  if ('anomaly' in condition) return findAnomalyFaults(`${path}.anomaly`, condition.anomaly);
  if ('drift' in condition) return findHourFaults(`${path}.drift.window`, condition.drift.window);
  if ('change' in condition) {
    const { change } = condition;
    if (change.against === 'release') return findReleaseFaults(`${path}.change`, change);
    return findHistoryFaults(`${path}.change`, change.signal, change.window);
  }
  return findHistoryFaults(path, condition.signal, condition.window);
}

function findHistoryFaults(path: string, signal: string, window: string): FieldError[] {
  if (isMinuteSignal(signal) || durationMs(window) >= HOUR_MS) return [];
  return [{ path: `${path}.window`, message: `${signal} is known by the hour: at least 1h` }];
}

function findHourFaults(path: string, window: string): FieldError[] {
  return durationMs(window) % HOUR_MS === 0 ? [] : [{ path, message: 'expected whole hours' }];
}

/** What is compared with other weeks or other releases has to be found in sums alone. */
function findSumFaults(path: string, signal: string): FieldError[] {
  if (isMinuteSignal(signal)) return [];
  return [{ path: `${path}.signal`, message: `${signal} is not known of single hours` }];
}

function findAnomalyFaults(path: string, anomaly: AnomalyCondition['anomaly']): FieldError[] {
  const { signal, window } = anomaly;
  const isLong = durationMs(window) > HOUR_MS;
  return [
    ...findSumFaults(path, signal),
    ...(isLong ? findHourFaults(`${path}.window`, window) : []),
  ];
}

function findReleaseFaults(
  path: string,
  { signal, window }: ChangeCondition['change'],
): FieldError[] {
  return [...findSumFaults(path, signal), ...findHourFaults(`${path}.window`, window)];
}

const WHOLE_ONLY = {
  absence: 'absence is of a workload, not of its parts',
  anomaly: 'what is usual is known of a workload as a whole only',
  drift: 'features are known of a workload as a whole only',
  release: 'releases are compared of a workload as a whole only',
} as const;

function wholeOnly(condition: SimpleCondition): string | null {
  if ('absence' in condition) return WHOLE_ONLY.absence;
  if ('anomaly' in condition) return WHOLE_ONLY.anomaly;
  if ('drift' in condition) return WHOLE_ONLY.drift;
  const isOfRelease = 'change' in condition && condition.change.against === 'release';
  return isOfRelease ? WHOLE_ONLY.release : null;
}

function findCutFaults(path: string, condition: SimpleCondition, cut: string): FieldError[] {
  const whole = wholeOnly(condition);
  if (whole !== null) return [{ path: 'by', message: whole }];
  const signal = signalOf(condition);
  if (signal === null) return [];
  if (!isMinuteSignal(signal)) {
    return [{ path: 'by', message: `${signal} is known of a workload as a whole only (${path})` }];
  }
  if (cut === 'tool' && signal !== 'tool_call_success') {
    return [{ path: 'by', message: `tools know tool_call_success only, not ${signal}` }];
  }
  return [];
}

function signalOf(condition: SimpleCondition): string | null {
  if ('burn' in condition) return condition.burn.signal;
  if ('change' in condition) return condition.change.signal;
  return 'signal' in condition ? condition.signal : null;
}
