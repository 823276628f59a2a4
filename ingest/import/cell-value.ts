import type { FieldType } from './field-types.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WHOLE = /^\d+$/;
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

function number(text: string): number | string {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : text;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the server says so to whoever sent it.
    return text;
  }
}

/**
 * The value a cell of a table stands for. A cell that doesn't fit its type stays text, so that the
 * server refuses it and can show what stood there. Texts are kept to the letter.
 * @returns undefined for an empty cell: the field is absent
 * @example cellValue('yes', 'flag') // true
 */
export function cellValue(cell: string, type: FieldType): unknown {
  if (cell === '') return undefined;
  if (type === 'text') return cell;
  const text = cell.trim();
  if (text === '') return undefined;
  switch (type) {
    case 'number':
      return number(text);
    case 'flag':
      return FLAGS.get(text.toLowerCase()) ?? text;
    case 'instant':
      return WHOLE.test(text) ? number(text) : text;
    case 'json':
      return json(text);
  }
}
