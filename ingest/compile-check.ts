import type { z } from 'zod';

/**
 * The parts of a zod schema's definition that a check is generated from. Anything else is refused
 * when the check is compiled, so a schema that outgrows this file fails at start and in its test.
 */
interface Definition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly discriminator?: string;
  readonly options?: readonly z.ZodType[];
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
}

interface CheckDefinition {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly fn?: (value: unknown) => unknown;
}

const definitionOf = (schema: z.ZodType): Definition & CheckDefinition =>
  schema.def as unknown as Definition & CheckDefinition;

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** Source of a boolean expression over a variable, and the constants it refers to as `c[i]`. */
class Emitter {
  readonly constants: unknown[] = [];

  private constant(value: unknown): string {
    return `c[${this.constants.push(value) - 1}]`;
  }

  private one(def: CheckDefinition, v: string): string {
    const bound = (op: string): string => `${v} ${op}${def.inclusive ? '=' : ''} ${def.value}`;
    switch (def.check) {
      case 'min_length':
        return `${v}.length >= ${def.minimum}`;
      case 'max_length':
        return `${v}.length <= ${def.maximum}`;
      case 'greater_than':
        return bound('>');
      case 'less_than':
        return bound('<');
      case 'custom':
        return `${this.constant(def.fn)}(${v})`;
      case 'number_format':
        if (def.format === 'safeint') return `Number.isSafeInteger(${v})`;
        break;
      case 'string_format':
        if (def.pattern && !def.pattern.global && !def.pattern.sticky) {
          return `${this.constant(def.pattern)}.test(${v})`;
        }
    }
    throw new Error(`no compiled form of the check ${def.check} ${def.format ?? ''}`);
  }

  private literals(values: readonly unknown[], v: string): string {
    return `(${values.map((value) => `${v} === ${JSON.stringify(value)}`).join(' || ')})`;
  }

  private base(def: Definition, v: string): string {
    const inner = (): string => this.emit(def.innerType as z.ZodType, v);
    switch (def.type) {
      case 'string':
      case 'boolean':
        return `typeof ${v} === '${def.type}'`;
      case 'number':
        return `Number.isFinite(${v})`;
      case 'literal':
        return this.literals(def.values ?? [], v);
      case 'enum':
        return this.literals(Object.values(def.entries ?? {}), v);
      case 'optional':
        return `(${v} === undefined || ${inner()})`;
      case 'nullable':
        return `(${v} === null || ${inner()})`;
      case 'record':
        return `${this.constant(this.record(def))}(${v})`;
      case 'array':
        return `${this.constant(this.array(def))}(${v})`;
      case 'object':
        return `${this.constant(this.object(def))}(${v})`;
      case 'union':
        if (def.discriminator === undefined) {
          return `(${(def.options ?? []).map((option) => this.emit(option, v)).join(' || ')})`;
        }
    }
    throw new Error(`no compiled form of the schema ${def.type}`);
  }

  /** An expression that is true where the schema accepts the variable. */
  emit(schema: z.ZodType, v: string): string {
    const def = definitionOf(schema);
    // A format like an ISO time is a schema and its own check at once.
    const own = def.check === undefined ? [] : [def];
    const checks = [...own, ...(def.checks ?? []).map((check) => check._zod.def)];
    return `(${[this.base(def, v), ...checks.map((check) => this.one(check, v))].join(' && ')})`;
  }

  private array(def: Definition): (value: unknown) => boolean {
    const element = compile((inside) => inside.emit(def.element as z.ZodType, 'v'));
    return (value) => Array.isArray(value) && value.every(element);
  }

  private object(def: Definition): (value: unknown) => boolean {
    const fits = compileObject(def);
    return (value) => isPlainObject(value) && fits(value);
  }

  private record(def: Definition): (value: unknown) => boolean {
    const key = compile((inside) => inside.emit(def.keyType as z.ZodType, 'v'));
    const entry = compile((inside) => inside.emit(def.valueType as z.ZodType, 'v'));
    return (value) => {
      if (!isPlainObject(value)) return false;
      for (const name of Object.keys(value)) {
        if (!key(name) || !entry((value as Record<string, unknown>)[name])) return false;
      }
      return true;
    };
  }
}

function compile(write: (emitter: Emitter) => string): (value: unknown) => boolean {
  const emitter = new Emitter();
  const source = write(emitter);
  // oxlint-disable-next-line typescript/no-implied-eval -- made of this program's own schema, never of a sender's words
  const make = new Function('c', `return (v) => ${source};`) as (
    constants: readonly unknown[],
  ) => (value: unknown) => boolean;
  return make(emitter.constants);
}

/** A strict object: every field fits, and as many fields are there as the object has keys. */
function compileObject(def: Definition): (value: object) => boolean {
  if (def.type !== 'object' || definitionOf(def.catchall as z.ZodType).type !== 'never') {
    throw new Error('only strict objects have a compiled form');
  }
  return compile((emitter) => {
    const fields = Object.entries(def.shape ?? {}).map(([name, schema]) => {
      const fits = emitter.emit(schema, 'x');
      return `x = v[${JSON.stringify(name)}]; if (x !== undefined) n++; if (!${fits}) return false;`;
    });
    return `{ let x, n = 0; ${fields.join('\n')} return n === Object.keys(v).length; }`;
  });
}

/**
 * A fast check generated from a union of strict objects told apart by a literal field. It accepts
 * nothing the schema refuses; what it refuses, the schema itself must judge.
 * @throws Error where the schema uses something that has no compiled form
 */
export function compileCheck(schema: z.ZodType): (value: unknown) => boolean {
  const def = definitionOf(schema);
  const { discriminator } = def;
  if (def.type !== 'union' || discriminator === undefined) {
    throw new Error('only a discriminated union has a compiled form');
  }
  const checks = new Map<unknown, (value: object) => boolean>();
  for (const option of def.options ?? []) {
    const inside = definitionOf(option);
    const literal = inside.shape?.[discriminator];
    const values = literal ? (definitionOf(literal).values ?? []) : [];
    const check = compileObject(inside);
    for (const value of values) checks.set(value, check);
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const check = checks.get((value as Record<string, unknown>)[discriminator]);
    return check !== undefined && check(value);
  };
}
