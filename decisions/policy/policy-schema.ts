import { z } from 'zod';
import { SIGNALS } from '../../signals/catalogue.ts';
import { policyDocument, signalRules } from './policy.ts';

/**
 * The JSON Schema (draft 2020-12) of a policy document, for editors and pipelines. It knows the
 * signals' names; that a table leaves nothing without a verdict and the like only the server can tell.
 */
export function policySchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(policyDocument, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === signalRules)
        jsonSchema.propertyNames = { enum: SIGNALS.map(({ id }) => id) };
    },
  });
  return { ...schema, title: 'Bellwether policy' };
}
