import type { RuleDocument, SimpleCondition } from './rule.ts';

/**
 * The signals that a rule's conditions look at, each once; one that looks at whether telemetry comes in at
 * all looks at none.
 * @example signalsOfRule({ absence: { for: '2h' } }) // []
 */
export function signalsOfRule(when: RuleDocument['when']): readonly string[] {
  const conditions = 'all' in when ? when.all : 'any' in when ? when.any : [when];
  return [...new Set(conditions.flatMap(signalsOf))];
}

function signalsOf(condition: SimpleCondition): readonly string[] {
  const parts: readonly unknown[] = [condition, ...Object.values<unknown>(condition)];
  return parts.flatMap((part) =>
    typeof part === 'object' && part !== null && 'signal' in part && typeof part.signal === 'string'
      ? [part.signal]
      : [],
  );
}
