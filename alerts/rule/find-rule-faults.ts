import type { FieldError } from '../../core/errors.ts';
import { durationMs } from '../../core/duration.ts';
import { HOUR_MS } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { isMinuteSignal } from '../../signals/minute-signals.ts';
import type { RuleDocument, SimpleCondition } from './rule.ts';

/** What the schema of a rule cannot see: conditions that could never mean what they say. */
export function findRuleFaults(rule: RuleDocument): FieldError[] {
  const { when, by } = rule;
  const parts =
    'all' in when
      ? when.all.map((one, i) => [`when.all.${i}`, one] as const)
      : 'any' in when
        ? when.any.map((one, i) => [`when.any.${i}`, one] as const)
        : [['when', when] as const];
  return parts.flatMap(([path, one]) => [
    ...findConditionFaults(path, one),
    ...(by.length > 0 ? findCutFaults(path, one, by[0]!) : []),
  ]);
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
  if ('change' in condition) {
    const { change } = condition;
    return findHistoryFaults(`${path}.change`, change.signal, change.window);
  }
  return findHistoryFaults(path, condition.signal, condition.window);
}

function findHistoryFaults(path: string, signal: string, window: string): FieldError[] {
  if (isMinuteSignal(signal) || durationMs(window) >= HOUR_MS) return [];
  return [{ path: `${path}.window`, message: `${signal} is known by the hour: at least 1h` }];
}

function findCutFaults(path: string, condition: SimpleCondition, cut: string): FieldError[] {
  const signal =
    'absence' in condition
      ? null
      : 'burn' in condition
        ? condition.burn.signal
        : 'change' in condition
          ? condition.change.signal
          : condition.signal;
  if (signal === null)
    return [{ path: 'by', message: 'absence is of a workload, not of its parts' }];
  if (!isMinuteSignal(signal)) {
    return [{ path: 'by', message: `${signal} is known of a workload as a whole only (${path})` }];
  }
  if (cut === 'tool' && signal !== 'tool_call_success') {
    return [{ path: 'by', message: `tools know tool_call_success only, not ${signal}` }];
  }
  return [];
}
