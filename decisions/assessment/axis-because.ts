import type { Axis, AxisState } from '../policy/policy.ts';
import type { AssessedSignal } from './assessment.ts';
import { asSentence, listInWords, signalPhrase } from './signal-phrase.ts';

/**
 * One sentence on why an axis is in its state.
 * @param signals of the whole assessment; only the axis's required ones are spoken of
 */
export function axisBecause(
  axis: Axis,
  state: AxisState,
  signals: readonly AssessedSignal[],
): string {
  const required = signals.filter((signal) => signal.axis === axis && signal.role === 'required');
  if (required.length === 0)
    return 'No signal is required on this axis, so nothing can show it to be strong.';
  if (state === 'strong')
    return asSentence(`shown to be inside: ${listInWords(required.map(signalPhrase))}`);
  if (state === 'weak') return asSentence(listInWords(phrasesOf(required, 'fail')));
  return asSentence(`not proven yet: ${listInWords(phrasesOf(required, 'uncertain'))}`);
}

function phrasesOf(signals: readonly AssessedSignal[], status: AssessedSignal['status']): string[] {
  return signals.filter((signal) => signal.status === status).map(signalPhrase);
}
