import type { z } from 'zod';
import { wireEvent } from '../../core/event.ts';

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

const literals = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(' | ');

const inner = (schema: z.ZodType | undefined): string => typeText(schema as z.ZodType);

/** The TypeScript type of what a schema takes; a form the contract does not use yet is an error. */
function typeText(schema: z.ZodType): string {
  const def = definitionOf(schema);
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return def.type;
    case 'literal':
      return literals(def.values ?? []);
    case 'enum':
      return literals(Object.values(def.entries ?? {}));
    case 'optional':
      return `${inner(def.innerType)} | undefined`;
    case 'nullable':
      return `${inner(def.innerType)} | null`;
    case 'union':
      return (def.options ?? []).map(typeText).join(' | ');
    case 'array':
      return `(${inner(def.element)})[]`;
    case 'record':
      return `Record<string, ${inner(def.valueType)}>`;
    case 'object':
      return `{ ${members(def.shape ?? {}).join(' ')} }`;
  }
  throw new Error(`no declaration for a schema of type ${def.type}`);
}

function members(shape: Readonly<Record<string, z.ZodType>>): string[] {
  return Object.entries(shape).map(([name, schema]) => {
    const mark = definitionOf(schema).type === 'optional' ? '?' : '';
    return `${name}${mark}: ${typeText(schema)};`;
  });
}

/** What the client fills in, in its own words. */
const FILLED_IN = [
  'workload?: string | null | undefined;',
  'ts?: string | number | Date | null | undefined;',
];

function declareEvents(): string {
  const kinds = wireEvent.options.map((option) => {
    const { workload: _, ts: __, ...shape } = option.shape as Readonly<Record<string, z.ZodType>>;
    return `  | { ${[...members(shape), ...FILLED_IN].join(' ')} }`;
  });
  return `/** An event of any kind, as an application sends it. */
export type ClientEvent =
${kinds.join('\n')};

/** A run, as an application sends it. */
export type ClientRun = Omit<Extract<ClientEvent, { kind: 'run' }>, 'kind'>;
`;
}

/**
 * The declaration file of the client's single file: the events from the contract, the rest from the
 * interface as it stands in the source, without imports, so that it needs no package.
 * @param interfaceSource text of `client-interface.ts`
 */
export function declareClient(interfaceSource: string): string {
  return `${declareEvents()}
${interfaceSource.replaceAll(/^import .*\n+/gm, '')}
/** A client that sends events to Bellwether in the background. */
export function createBellwether(options: BellwetherOptions): Bellwether;
`;
}
