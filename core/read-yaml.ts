import { isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { BellwetherError, type FieldError } from './errors.ts';

/** Policies and case files are a few KiB; the time to read YAML grows faster than the text. */
const MAX_YAML_CHARACTERS = 65_536;
/** More than anybody mends in one go. */
const MAX_FAULTS = 20;

/**
 * The value that a YAML 1.2 text holds: one document of plain data, without aliases.
 * @param text up to 65,536 characters
 * @returns plain objects, lists, texts, numbers, booleans and nulls
 * @throws BellwetherError `unparsable` with line and column of what is wrong; `too_large` beyond the limit
 * @example readYaml('limit: 0.03\nwindow: 7d') // { limit: 0.03, window: '7d' }
 */
export function readYaml(text: string): unknown {
  if (text.length > MAX_YAML_CHARACTERS) {
    throw new BellwetherError(
      'too_large',
      `YAML may hold at most ${MAX_YAML_CHARACTERS} characters`,
    );
  }
  const lines = new LineCounter();
  // Its own search for keys stated twice compares each key with every other.
  const document = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const faultAt = (offset: number, message: string): FieldError => {
    const { line, col } = lines.linePos(offset);
    return { path: `line ${line}, column ${col}`, message };
  };
  const faults = [...document.errors, ...document.warnings].map(({ code, pos, message }) =>
    faultAt(
      pos[0],
      code === 'RESOURCE_EXHAUSTION' ? 'is nested too deeply' : message.replace(/;.*/s, ''),
    ),
  );
  refuse(faults);
  visit(document, {
    // Unfolding could go on without end, and policies are short.
    Alias: (_, { range }) => void faults.push(faultAt(range?.[0] ?? 0, 'aliases are not taken')),
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const offset = (isNode(key) && key.range?.[0]) || 0;
        const name = isScalar(key) ? key.source : undefined;
        if (name === undefined) faults.push(faultAt(offset, 'a key must be a text'));
        else if (seen.has(name)) faults.push(faultAt(offset, `${name} is stated twice`));
        else seen.add(name);
      }
    },
  });
  refuse(faults);
  return document.toJS();
}

function refuse(faults: readonly FieldError[]): void {
  if (faults.length === 0) return;
  const errors = faults.slice(0, MAX_FAULTS);
  throw new BellwetherError('unparsable', 'this is not readable as YAML', { errors });
}
