import { z } from 'zod';
import { wireEvent, workloadSlug } from '../../core/event.ts';
import { createKeyPattern, type KeyPattern } from './key-pattern.ts';

/** What a field of a run may hold, as far as a scan has to know. */
export type FieldRule =
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  | { readonly kind: 'slug' | 'flag' | 'instant' | 'map' }
  | { readonly kind: 'word'; readonly words: ReadonlySet<string> }
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly isInteger: boolean;
    };

/** A field of a run: its name, how it stands as a key, and its rule. */
export interface RunField {
  readonly name: string;
  readonly key: KeyPattern;
  readonly rule: FieldRule;
}

const run = wireEvent.options[0];

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}

/** @throws Error where the contract has grown something that a scan knows nothing of */
function ruleOf(name: string, schema: z.ZodType): FieldRule {
  if (schema === workloadSlug) return { kind: 'slug' };
  if (schema instanceof z.ZodBoolean) return { kind: 'flag' };
  if (schema instanceof z.ZodEnum)
    return { kind: 'word', words: new Set(schema.options.map(String)) };
  if (schema instanceof z.ZodLiteral) {
    return { kind: 'word', words: new Set([...schema.values].map(String)) };
  }
  if (schema instanceof z.ZodString && schema.maxLength !== null && schema.format === null) {
    return { kind: 'text', min: schema.minLength ?? 0, max: schema.maxLength };
  }
  if (schema instanceof z.ZodNumber && schema.minValue !== null && schema.maxValue !== null) {
    const { minValue, maxValue } = schema;
    return { kind: 'number', min: minValue, max: maxValue, isInteger: schema.format === 'safeint' };
  }
  if (name === 'ts' && schema instanceof z.ZodUnion) return { kind: 'instant' };
  if (name === 'attributes' && schema instanceof z.ZodRecord) return { kind: 'map' };
  throw new Error(`no way to scan the field ${name} of a run`);
}

/** The fields of a run in the contract's order. */
export const RUN_FIELDS: readonly RunField[] = Object.entries(run.shape).map(([name, schema]) => ({
  name,
  key: createKeyPattern(name),
  rule: ruleOf(name, unwrapped(schema)),
}));

const INDEX: ReadonlyMap<string, number> = new Map(RUN_FIELDS.map(({ name }, i) => [name, i]));

/** A field's place among the fields; -1 where a run has no such field. */
export const runFieldIndex = (name: string): number => INDEX.get(name) ?? -1;
