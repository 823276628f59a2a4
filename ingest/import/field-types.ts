import type { z } from 'zod';
import { wireEvent } from '../../core/event.ts';

/** How a cell of text becomes a value: `json` is for maps and lists, which a cell holds as JSON. */
export type FieldType = 'text' | 'number' | 'flag' | 'instant' | 'json';

/** Every form of schema that the contract uses for a field; another one fails at start. */
const TYPE_OF: Readonly<Record<string, FieldType>> = {
  string: 'text',
  enum: 'text',
  literal: 'text',
  number: 'number',
  boolean: 'flag',
  union: 'instant',
  record: 'json',
  array: 'json',
  object: 'json',
};

function fieldType(name: string, schema: z.ZodType): FieldType {
  const { type, innerType } = schema.def as unknown as { type: string; innerType?: z.ZodType };
  if (innerType) return fieldType(name, innerType);
  const known = TYPE_OF[type];
  if (known === undefined) throw new Error(`the field ${name} has a form unknown here: ${type}`);
  return known;
}

function collect(): ReadonlyMap<string, FieldType> {
  const types = new Map<string, FieldType>();
  for (const { shape } of wireEvent.options) {
    for (const [name, schema] of Object.entries<z.ZodType>(shape)) {
      const type = fieldType(name, schema);
      if ((types.get(name) ?? type) !== type) {
        throw new Error(`the field ${name} has two types: a cell could mean either`);
      }
      types.set(name, type);
    }
  }
  return types;
}

/** The type of every field of the contract, whatever the kind of event; from the contract itself. */
export const FIELD_TYPES: ReadonlyMap<string, FieldType> = collect();
