import { canonicalJson } from '../../core/canonical-json.ts';
import type { CompiledCondition, CompiledRule, WindowRef } from './compiled-rule.ts';

/**
 * What decides whether a rule fires, as text that is the same for the same meaning however it is written
 * (`60m` or `1h`, a default or its value). What it is called, how loud it is and which workloads it looks
 * at do not belong to it.
 */
export function ruleMeaning(
  rule: Pick<CompiledRule, 'cut' | 'combination' | 'conditions' | 'intervalMs' | 'times'>,
): string {
  const { cut, combination, conditions, intervalMs, times } = rule;
  return canonicalJson({ cut, combination, what: conditions.map(meaningOf), intervalMs, times });
}

const spanOf = ({ lengthMs, offsetMs }: WindowRef): readonly number[] => [lengthMs, offsetMs];

function meaningOf(condition: CompiledCondition): object {
  const { kind } = condition;
  if (condition.kind === 'absence') return { kind, window: spanOf(condition.window) };
  const { signal, minSamples } = condition;
  switch (condition.kind) {
    case 'threshold': {
      const { threshold, window } = condition;
      return { kind, signal, minSamples, threshold, window: spanOf(window) };
    }
    case 'change': {
      const { threshold, window, before } = condition;
      return {
        kind,
        signal,
        minSamples,
        threshold,
        window: spanOf(window),
        before: spanOf(before),
      };
    }
    case 'release': {
      const { threshold, lengthMs } = condition;
      return { kind, signal, minSamples, threshold, lengthMs };
    }
    case 'anomaly': {
      const { sensitivity, direction, window } = condition;
      return { kind, signal, minSamples, sensitivity, direction, window: spanOf(window) };
    }
    case 'drift': {
      const { feature, threshold, window } = condition;
      return { kind, feature, threshold, window: spanOf(window) };
    }
    case 'burn': {
      const pairs = condition.pairs.map(({ long, short, factor }) => ({
        long: spanOf(long),
        short: spanOf(short),
        factor,
      }));
      return { kind, signal, minSamples, objective: condition.objective, pairs };
    }
  }
}
