import { parse } from 'yaml';
import { BellwetherError } from '../../core/errors.ts';
import { checkDocument } from '../../server/commands/check.ts';

/** What a check came to: its exit code and all that it told. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** `bellwether check` without a process of its own, for all but the process itself. */
export function check(text: string, { isYaml = false, print = false } = {}): Ran {
  const value: unknown = isYaml ? parse(text) : JSON.parse(text);
  try {
    return checkDocument({ value, isYaml }, print);
  } catch (error) {
    if (!(error instanceof BellwetherError)) throw error;
    const places = error.errors.map(({ path, message }) => `${path}: ${message}`);
    return { code: 2, output: [error.message, ...places].join('\n') };
  }
}

/** The same, of a document that is at hand as a value. */
export const checkOf = (document: unknown): Ran => check(JSON.stringify(document));
