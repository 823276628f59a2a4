import './zod-without-eval.ts';
import { z } from 'zod';
import {
  CONTRACT_VERSION,
  EVENT_KINDS,
  wireEvent,
  type EventKind,
  type WireEvent,
} from '../../../core/event.ts';
import { describeField, type JsonField } from './describe-field.ts';
import { KIND_WORDS, SHARED_WORDS, type FieldWords } from './contract-words.ts';
import { EXAMPLE_EVENTS } from './example-events.ts';

/** One field as the page shows it. */
export interface ContractField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: string;
  /** Unit and limits; empty where any value will do. */
  readonly limits: string;
  readonly meaning: string;
}

/** One kind of event. */
export interface ContractKind {
  readonly kind: EventKind;
  readonly is: string;
  readonly feeds: string;
  readonly fields: readonly ContractField[];
  /** An event of this kind as JSON. */
  readonly example: string;
}

/** The data contract as it is checked, in words. */
export interface Contract {
  readonly version: number;
  readonly shared: readonly ContractField[];
  readonly kinds: readonly ContractKind[];
}

interface JsonKind {
  readonly properties: Readonly<Record<string, JsonField>>;
  readonly required: readonly string[];
}

/** The schema's own description of the kinds, by kind. */
function describeKinds(): ReadonlyMap<string, JsonKind> {
  return new Map(
    wireEvent.options.map((option) => [
      option.shape.kind.value,
      z.toJSONSchema(option, { io: 'input' }) as unknown as JsonKind,
    ]),
  );
}

function buildField(
  name: string,
  { properties, required }: JsonKind,
  words: FieldWords | undefined,
): ContractField {
  const { type, limits } = describeField(properties[name] ?? {});
  return {
    name,
    isRequired: required.includes(name),
    type,
    limits: [words?.unit, limits].filter((part) => part !== undefined && part !== '').join(', '),
    meaning: words?.meaning ?? '',
  };
}

const isShared = (name: string): name is keyof WireEvent => Object.hasOwn(SHARED_WORDS, name);

/** Reads the contract out of the schema that checks every event. */
export function buildContract(): Contract {
  const described = describeKinds();
  const kinds = EVENT_KINDS.map((kind): ContractKind => {
    const schema = described.get(kind) ?? { properties: {}, required: [] };
    const words: Readonly<Record<string, FieldWords>> = KIND_WORDS[kind].fields;
    return {
      kind,
      is: KIND_WORDS[kind].is,
      feeds: KIND_WORDS[kind].feeds,
      fields: Object.keys(schema.properties)
        .filter((name) => !isShared(name))
        .map((name) => buildField(name, schema, words[name])),
      example: JSON.stringify(EXAMPLE_EVENTS[kind], null, 2),
    };
  });
  const any = described.get('run') ?? { properties: {}, required: [] };
  return {
    version: CONTRACT_VERSION,
    shared: Object.keys(any.properties)
      .filter(isShared)
      .map((name) =>
        name === 'kind'
          ? {
              ...buildField(name, any, SHARED_WORDS.kind),
              type: 'word',
              limits: 'one of the kinds',
            }
          : buildField(name, any, SHARED_WORDS[name]),
      ),
    kinds,
  };
}
