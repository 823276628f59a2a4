import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { BellwetherError } from '../../core/errors.ts';
import { readYaml } from '../../core/read-yaml.ts';

/** The name that stands for standard input. */
export const STANDARD_INPUT = '-';

/** A document, and whether it came as YAML. */
export interface ReadDocument {
  readonly value: unknown;
  readonly isYaml: boolean;
}

/**
 * Reads a document: YAML or JSON by the name of the file, either from standard input.
 * @throws BellwetherError `invalid` where the file can't be read, `unparsable` where it is neither
 */
export async function readDocument(file: string): Promise<ReadDocument> {
  const text = await readText(file);
  if (/\.ya?ml$/i.test(file)) return { value: readYaml(text), isYaml: true };
  try {
    return { value: JSON.parse(text) as unknown, isYaml: false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // What comes in has no name that tells its form, and YAML seldom begins as JSON does.
    if (file === STANDARD_INPUT && !/^\s*[[{]/.test(text)) {
      return { value: readYaml(text), isYaml: true };
    }
    throw new BellwetherError('unparsable', `${file} is not JSON: ${reason}`, { cause });
  }
}

async function readText(file: string): Promise<string> {
  if (file === STANDARD_INPUT) return readAll(process.stdin);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BellwetherError('invalid', `${file} can't be read: ${reason}`, { cause });
  });
}
