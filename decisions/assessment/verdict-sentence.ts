import { isoTime } from '../../core/time.ts';
import type { StepResult } from '../engine/step.ts';
import type { AssessedSignal, Counterfactual } from './assessment.ts';
import { formatAbout } from './format-value.ts';
import { asSentence, listInWords, nameInSentence, signalPhrase } from './signal-phrase.ts';
import { tightestSignals } from './tightest-signals.ts';

/** What a verdict is told from. */
export interface SentenceFacts {
  readonly result: StepResult;
  readonly signals: readonly AssessedSignal[];
  readonly counterfactual: Counterfactual;
}

/**
 * One plain sentence a board member understands: what should happen, why, and the number that matters.
 * A verdict that something else waits to replace, or that only silence keeps, says so.
 * E.g. "Redesign: value per run is $0.21 (limit $0.40)."
 */
export function verdictSentence(facts: SentenceFacts): string {
  const { state, verdict, proposed, pending } = facts.result;
  const name = verdict.charAt(0).toUpperCase() + verdict.slice(1);
  if (state.keptForMissing) {
    return `${name} stands: what led to it is no longer measured, and silence does not lift it.`;
  }
  const why = reasonOf(facts);
  if (pending === null) return asSentence(`${name}${why}`);
  const day = isoTime(pending.untilMs).slice(0, 10);
  return asSentence(
    `${name} for now${why}; if that lasts until ${day}, the verdict is ${proposed}`,
  );
}

/** The reason, with the punctuation that joins it to the verdict. */
function reasonOf({ result, signals, counterfactual }: SentenceFacts): string {
  const required = signals.filter(({ role }) => role === 'required');
  if (result.row.row.verdict === 'scale') {
    if (result.blockedBy.length > 0) {
      return `: the numbers support scaling, but ${listInWords(result.blockedBy.map(blockInWords))}`;
    }
    const closest = tightestSignals(required, 1).map(signalPhrase);
    return `: every required signal is shown to be inside its limit; closest to it, ${listInWords(closest)}`;
  }
  const binding = required.filter(({ signal }) => counterfactual.binding.includes(signal));
  const failing = binding.filter(({ status }) => status === 'fail');
  if (failing.length > 0) return `: ${listInWords(failing.map(signalPhrase))}`;
  if (required.length === 0) return ': the policy requires no signal, so nothing can be proven';
  if (binding.length === 0)
    return ': an axis has no required signal, so nothing can show it to be strong';
  return `, not proven yet: ${listInWords(binding.map((signal) => openPhrase(signal, counterfactual)))}`;
}

/**
 * What turned scale into hold, in words.
 * @example blockInWords('gate:owners') // 'gate owners is open'
 */
export function blockInWords(block: string): string {
  const [kind, ...rest] = block.split(':');
  const name = rest.join(':');
  if (kind === 'gate') return `gate ${name} is open`;
  return kind === 'alert' ? `alert ${name} is firing` : 'its decision has expired';
}

function openPhrase(signal: AssessedSignal, { samples_needed }: Counterfactual): string {
  const phrase = signalPhrase(signal);
  const needed = samples_needed.find((item) => item.signal === signal.signal);
  if (needed === undefined || signal.state !== 'ok') return phrase;
  return `${phrase} and needs ${samplesInWords(needed)}`;
}

/**
 * How many more samples, in words.
 * @example samplesInWords({ signal: 'roi', more: 5912, days: 2.4 }) // 'about 5,900 more samples (some 3 days at today’s rate)'
 * @example samplesInWords({ signal: 'roi', more: 5912, days: null }) // 'about 5,900 more samples (more than its evidence window holds at today’s rate)'
 */
export function samplesInWords({ more, days }: Counterfactual['samples_needed'][number]): string {
  const when =
    days === null
      ? 'more than its evidence window holds at today’s rate'
      : `some ${Math.ceil(days)} ${Math.ceil(days) === 1 ? 'day' : 'days'} at today’s rate`;
  return `about ${formatAbout(more)} more ${more === 1 ? 'sample' : 'samples'} (${when})`;
}

/** A signal's name where a sentence only lists what to look at: "hallucination rate". */
export function nameOf(signal: AssessedSignal): string {
  return nameInSentence(signal.title);
}
