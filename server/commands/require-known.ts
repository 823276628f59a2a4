import { BellwetherError } from '../../core/errors.ts';

const camelCase = (name: string): string =>
  name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Refuses options that a command does not have: a mistake in a name would silently do nothing.
 * @param given names as they were typed, as keys of the parsed arguments
 * @param known names of the command's own
 * @throws BellwetherError `invalid`
 */
export function requireKnown(given: object, known: object): void {
  const names = new Set(Object.keys(known).flatMap((name) => [name, camelCase(name)]));
  const unknown = Object.keys(given).find((name) => name !== '_' && !names.has(name));
  if (unknown === undefined) return;
  throw new BellwetherError('invalid', `there is no option --${unknown}: see --help`);
}
