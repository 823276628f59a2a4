import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { toFieldErrors } from '../../core/field-errors.ts';

/** The file that makes a folder a backup: written last, so that what was cut off has none. */
export const MANIFEST_FILE = 'manifest.json';

/** How backups are laid out; another layout gets another number. */
export const BACKUP_FORMAT = 1;

/** Names become part of statements and of paths. */
const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a name');

const backupFile = z.strictObject({
  path: z
    .string()
    .regex(/^([a-z0-9_]+\/\d{6}\.native\.gz|spool\/[A-Za-z0-9._-]+|record\.head|secret\.key)$/)
    .refine((path) => !path.includes('..')),
  bytes: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The table whose rows it holds; null for a file of the data folder. */
  table: identifier.nullable(),
  rows: z.number().int().min(0),
});
export type BackupFile = z.output<typeof backupFile>;

export const backupTable = z.strictObject({
  name: identifier,
  columns: z.array(identifier).min(1),
  rows: z.number().int().min(0),
});

const contents = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  /** Version of the program that wrote it. */
  program: z.string(),
  /** Version of the schema that its rows are of. */
  schema: z.number().int().min(1),
  created_at: z.iso.datetime(),
  /** Sequence of the last record of the ledger in it. */
  last_record: z.number().int().min(0),
  tables: z.array(backupTable),
  files: z.array(backupFile),
});
export type ManifestContents = z.output<typeof contents>;

/** What a folder must say before anything else of the manifest counts. */
const heading = z.looseObject({ format: z.number(), schema: z.number(), program: z.string() });

const digestOf = (document: ManifestContents): string =>
  createHash('sha256')
    .update(JSON.stringify(contents.parse(document)))
    .digest('hex');

/** The manifest's text, with a digest over the rest of it. */
export function writeManifest(document: ManifestContents): string {
  return `${JSON.stringify({ ...document, digest: digestOf(document) }, null, 2)}\n`;
}

const damaged = (what: string, cause?: unknown): BellwetherError =>
  new BellwetherError('invalid', `the backup is damaged: ${what}`, { cause });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(`${MANIFEST_FILE} was cut off or changed`, cause);
  }
}

/**
 * Reads a manifest.
 * @param newestSchema the newest version of the schema that this program knows
 * @throws BellwetherError `conflict` where a newer program wrote it, `invalid` where it was cut off or changed
 */
export function readManifest(text: string, newestSchema: number): ManifestContents {
  const document = parseJson(text);
  const head = heading.safeParse(document);
  if (!head.success) throw damaged(`${MANIFEST_FILE} is none of Bellwether's`);
  const { format, schema, program } = head.data;
  if (format > BACKUP_FORMAT || schema > newestSchema) {
    throw new BellwetherError(
      'conflict',
      `this backup was written by a newer version of Bellwether (${program}, schema ${schema}, this one knows ${newestSchema}): restore it with that version`,
    );
  }
  const whole = contents.extend({ digest: z.string() }).safeParse(document);
  if (!whole.success) {
    throw new BellwetherError('invalid', `the backup is damaged: ${MANIFEST_FILE} was changed`, {
      errors: toFieldErrors(whole.error),
    });
  }
  const { digest, ...rest } = whole.data;
  if (digest !== digestOf(rest)) throw damaged(`${MANIFEST_FILE} was changed`);
  return rest;
}
