import { z } from 'zod';

/** What is looked for in texts; each is replaced by its name in brackets, as `[email]`. */
export const DETECTORS = ['email', 'phone', 'card', 'iban', 'ip', 'secret'] as const;
export type Detector = (typeof DETECTORS)[number];

/** Fields that may be left out or hashed: texts a person may have written, or that name one. */
export const REDACTABLE_FIELDS = [
  'error',
  'cause',
  'label',
  'failure_pattern',
  'reviewer',
  'conversation',
  'dataset',
  'segment',
] as const;
export type RedactableField = (typeof REDACTABLE_FIELDS)[number];

const MAX_GLOBS = 200;
const globs = z
  .array(z.string().min(1).max(256))
  .max(MAX_GLOBS)
  .describe('names of attributes; * stands for any characters; upper and lower case are one');

/** What is taken out of telemetry before anything of it is written. */
export const redactionRules = z.strictObject({
  id: z.literal('default'),
  attributes: z.strictObject({
    drop: globs,
    hash: globs.describe('kept only as a keyed hash, so that equal values stay equal'),
  }),
  detect: z
    .array(z.enum(DETECTORS))
    .max(DETECTORS.length)
    .describe('looked for in every text but id, workload, trace_id, run and incident'),
  fields: z.strictObject({
    drop: z
      .array(z.enum([...REDACTABLE_FIELDS, 'user']))
      .max(REDACTABLE_FIELDS.length + 1)
      .describe('a signal that needs the field no longer sees it'),
    hash: z
      .array(z.enum(REDACTABLE_FIELDS))
      .max(REDACTABLE_FIELDS.length)
      .describe('kept only as a keyed hash; user always is'),
  }),
});
export type RedactionRules = z.infer<typeof redactionRules>;

/** Takes nothing out. */
export const NO_REDACTION: RedactionRules = {
  id: 'default',
  attributes: { drop: [], hash: [] },
  detect: [],
  fields: { drop: [], hash: [] },
};
