import type { AlertAct } from '../api/alert-queries.ts';
import { formatPlural } from '../format/number.ts';

/** What became of an act on one alert. */
export interface ActResult {
  readonly id: string;
  /** Of the alert, for people. */
  readonly name: string;
  /** Why it was refused; null where it was done. */
  readonly refusal: string | null;
}

/** What became of an act on several alerts. */
export interface ActOutcome {
  readonly isGood: boolean;
  readonly sentence: string;
  /** One line for every alert that was refused. */
  readonly refusals: readonly string[];
}

const DONE: Readonly<Record<AlertAct['act'], string>> = {
  acknowledge: 'acknowledged',
  assign: 'assigned',
  comment: 'commented on',
  snooze: 'snoozed',
  close: 'closed',
};

/**
 * What became of an act, in one sentence and a line for every refusal.
 * @example tellOutcome('close', [{ id: 'a-1', name: 'A', refusal: null }]).sentence // '1 alert closed.'
 */
export function tellOutcome(act: AlertAct['act'], results: readonly ActResult[]): ActOutcome {
  const refused = results.filter(({ refusal }) => refusal !== null);
  const done = results.length - refused.length;
  const said = done === 0 ? '' : `${formatPlural(done, 'alert')} ${DONE[act]}. `;
  const not =
    refused.length === 0 ? '' : `${formatPlural(refused.length, 'alert')} not ${DONE[act]}:`;
  return {
    isGood: refused.length === 0,
    sentence: (said + not).trim(),
    refusals: refused.map(({ name, refusal }) => `${name}: ${refusal}`),
  };
}
