import type { z } from 'zod';
import { wireEvent, type WireEventOf } from '../../core/event.ts';
import type { AiSpan } from './ai-span.ts';
import type { Attributes, AttributeValue } from './attributes.ts';

const NAMES = [
  'outcome',
  'escalated',
  'value_usd',
  'minutes_saved',
  'confidence',
  'hallucination',
] as const;
type Name = (typeof NAMES)[number];

/** What `bellwether.*` attributes may say of a run; absent where none does. */
export type OutcomeFields = Readonly<Partial<Pick<WireEventOf<'run'>, Name>>>;

const run = wireEvent.options.find((option) => option.shape.kind.value === 'run');
const shape = run?.shape as Readonly<Record<Name, z.ZodType>>;

/** Resource attributes and some emitters hold texts only: `true` and `1.5` are what they say. */
function plainValue(value: AttributeValue): unknown {
  if (typeof value !== 'string') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** What a span's attributes say of its run. */
export interface ReadOutcome {
  /** JSON object; empty for none. */
  readonly fields: string;
  /** What could not be taken, in words; empty where all could. */
  readonly warning: string;
}

/** Of attributes that state nothing. */
export const NO_OUTCOME: ReadOutcome = { fields: '', warning: '' };

/** Reads `bellwether.outcome`, `bellwether.value_usd` and their like; a value that is none is left out. */
export function readOutcome(attributes: Attributes): ReadOutcome {
  let fields: Record<string, unknown> | undefined;
  let warning = '';
  for (const name of NAMES) {
    const value = attributes.get(`bellwether.${name}`);
    if (value === undefined) continue;
    const parsed = shape[name].safeParse(plainValue(value));
    if (parsed.success) (fields ??= {})[name] = parsed.data;
    else warning ||= `bellwether.${name}: ${parsed.error.issues[0]?.message ?? 'not a value'}`;
  }
  if (!fields && warning === '') return NO_OUTCOME;
  return { fields: fields ? JSON.stringify(fields) : '', warning };
}

/** The fields that spans state; of several that state one, the first counts. */
export function mergeOutcomeFields(spans: readonly AiSpan[]): OutcomeFields {
  let merged: OutcomeFields = {};
  for (const { fields } of spans) {
    if (fields !== '') merged = { ...(JSON.parse(fields) as OutcomeFields), ...merged };
  }
  return merged;
}
