import { z } from 'zod';
import { BellwetherError, type FieldError } from './errors.ts';
import { toFieldErrors } from './field-errors.ts';

/** A document with the version the ledger holds it at. */
export interface Versioned<T> {
  readonly document: T;
  readonly version: number;
}

const anyObject = z.record(z.string(), z.unknown());

/** What a kind of document is called, and what it takes where nothing is stated. */
interface DocumentKind<T extends { readonly id: string }> {
  readonly schema: z.ZodType<T>;
  readonly noun: string;
  readonly defaults: object;
  /** What the schema cannot see, e.g. that another document exists. */
  readonly findFaults?: (document: T) => readonly FieldError[];
}

/**
 * A document as a person wrote it, checked.
 * @param id as in the address; the document may repeat it
 * @throws BellwetherError `invalid` with every problem found
 */
export function parseDocument<T extends { readonly id: string }>(
  id: string,
  input: unknown,
  { schema, noun, defaults, findFaults = () => [] }: DocumentKind<T>,
): T {
  const refuse = (errors: readonly FieldError[]): never => {
    throw new BellwetherError('invalid', `this is not ${noun}`, { errors });
  };
  const stated = anyObject.safeParse(input);
  if (!stated.success) throw new BellwetherError('invalid', 'expected a JSON object');
  const parsed = schema.safeParse({ ...defaults, id, ...stated.data });
  if (!parsed.success) return refuse(toFieldErrors(parsed.error));
  const isHere = parsed.data.id === id;
  const faults = [
    ...(isHere ? [] : [{ path: 'id', message: `expected ${id}, as in the address` }]),
    ...findFaults(parsed.data),
  ];
  return faults.length > 0 ? refuse(faults) : parsed.data;
}
