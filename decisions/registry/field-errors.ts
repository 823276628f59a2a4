import type { z } from 'zod';
import type { FieldError } from '../../core/errors.ts';

/** A schema's complaints as field errors, paths dotted. */
export function toFieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}
