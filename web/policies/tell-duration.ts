import { formatPlural } from '../format/number.ts';

const UNITS: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/**
 * A duration of a document in words.
 * @example tellDuration('7d') // '7 days'
 * @example tellDuration('0d') // 'at once'
 */
export function tellDuration(text: string): string {
  const [count, unit] = [Number(text.slice(0, -1)), UNITS[text.slice(-1)]];
  if (unit === undefined || !Number.isInteger(count)) return text;
  return count === 0 ? 'at once' : formatPlural(count, unit);
}
