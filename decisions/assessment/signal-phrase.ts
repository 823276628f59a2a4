import type { MissingState } from '../../signals/estimate.ts';
import type { AssessedSignal } from './assessment.ts';
import { formatAgainst, formatValue } from './format-value.ts';

const MISSING_PHRASES: Readonly<Record<MissingState, string>> = {
  not_instrumented: 'has never been measured',
  stale: 'has not been measured lately',
  too_few: 'has too few samples to tell',
  provider_error: 'cannot be judged: its source failed',
  not_applicable: 'does not apply',
};

/**
 * What is said about a signal that has no number.
 * @example missingPhrase('stale') // 'has not been measured lately'
 */
export function missingPhrase(state: MissingState): string {
  return MISSING_PHRASES[state];
}

/**
 * A signal's title inside a sentence.
 * @example nameInSentence('Return on cost') // 'return on cost'
 */
export function nameInSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** A signal and the number that matters, for a sentence: "hallucination rate is 4.1 % (limit 3 %)". */
export function signalPhrase(signal: AssessedSignal): string {
  const name = nameInSentence(signal.title);
  if (signal.state !== 'ok') return `${name} ${missingPhrase(signal.state)}`;
  if (signal.value === null) return `${name} has no value`;
  if (signal.limit === null) return `${name} is ${formatValue(signal.signal, signal.value)}`;
  const { value, limit } = formatAgainst(signal.signal, signal.value, signal.limit);
  return `${name} is ${value} (limit ${limit})`;
}

/**
 * Parts joined as people list them; long lists are cut and say so.
 * @param most how many are named
 * @example listInWords(['a', 'b', 'c', 'd'], 3) // 'a, b, c and 1 more'
 */
export function listInWords(parts: readonly string[], most = 3): string {
  if (parts.length > most)
    return `${parts.slice(0, most).join(', ')} and ${parts.length - most} more`;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * A sentence from its parts: the first letter large, one full stop at the end.
 * @example asSentence('nothing to do') // 'Nothing to do.'
 */
export function asSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
