import { THIN } from './number.ts';

/**
 * A sentence of the engine in which no line breaks between a number and its unit.
 * @example keepUnits('error rate is 4.1 % (limit 3 %)') // 'error rate is 4.1 % (limit 3 %)'
 */
export function keepUnits(sentence: string): string {
  return sentence.replace(/(\d) (?=(?:%|s|ms)(?!\w))/g, `$1${THIN}`);
}
