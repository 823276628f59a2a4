import { BellwetherError } from '../../core/errors.ts';
import type { ColumnMap } from './column-map.ts';
import type { Reading } from './read-records.ts';

/** What was asked for about reading a file; absent: by the file's name. */
export interface ReadingChoice {
  readonly format: string | undefined;
  readonly delimiter: string | undefined;
  readonly map: ColumnMap | null;
  readonly ignoreUnmapped: boolean;
}

const ENDING = /\.(ndjson|jsonl|csv|tsv)(?:\.gz)?$/i;
const TAB_NAMES: ReadonlySet<string> = new Set(['tab', '\\t']);

function formatOf(path: string, asked: string | undefined): Reading['format'] {
  if (asked === 'ndjson' || asked === 'csv') return asked;
  if (asked !== undefined) {
    throw new BellwetherError('invalid', `--format takes ndjson or csv, not ${asked}`);
  }
  const [, ending] = ENDING.exec(path) ?? [];
  if (ending === undefined) {
    throw new BellwetherError('invalid', `${path}: its name does not tell its form: give --format`);
  }
  return /^[ct]sv$/i.test(ending) ? 'csv' : 'ndjson';
}

/**
 * How a file is to be read: `.ndjson`, `.jsonl`, `.csv` and `.tsv` say it themselves, packed or not.
 * @throws BellwetherError `invalid` where neither the name nor the choice says it
 */
export function chooseReading(path: string, choice: ReadingChoice): Reading {
  const { map, ignoreUnmapped } = choice;
  const byName = /\.tsv(?:\.gz)?$/i.test(path) ? '\t' : ',';
  const asked = choice.delimiter;
  const delimiter = asked === undefined ? byName : TAB_NAMES.has(asked) ? '\t' : asked;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new BellwetherError('invalid', '--delimiter takes one character, or tab');
  }
  return { format: formatOf(path, choice.format), delimiter, map, ignoreUnmapped };
}
