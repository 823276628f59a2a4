import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import type { Episode, Response, ResponseAct } from './episode.ts';

/** What somebody does about an episode. */
export type Act =
  | { readonly act: 'acknowledge' | 'close'; readonly note: string }
  | { readonly act: 'assign'; readonly to: string }
  | { readonly act: 'comment'; readonly text: string }
  | { readonly act: 'snooze'; readonly untilMs: number; readonly note: string };

/** Acts of one episode that are kept. */
const MAX_ACTS = 500;

/**
 * An episode after somebody did something about it.
 * @param by who, as the ledger names them
 * @throws BellwetherError `conflict` where somebody was faster or it is over: says who and when
 */
export function respond(episode: Episode, act: Act, by: string, atMs: number): Episode {
  refuse(episode, act);
  const { response } = episode;
  const acts = [...response.acts, { atMs, by, act: act.act, text: textOf(act) }].slice(-MAX_ACTS);
  return { ...episode, response: { ...response, ...changed(act, by, atMs), acts } };
}

function refuse({ response, resolvedMs }: Episode, { act }: Act): void {
  if (act === 'comment') return;
  const last = lastOf(response.acts, act);
  const told = last === undefined ? '' : ` by ${last.by} at ${isoTime(last.atMs)}`;
  if (response.state === 'closed') {
    throw new BellwetherError('conflict', `this alert was closed${told}`);
  }
  if (act === 'acknowledge' && response.acknowledgedMs !== null) {
    throw new BellwetherError('conflict', `this alert was already acknowledged${told}`);
  }
  if (resolvedMs !== null && act !== 'close') {
    throw new BellwetherError('conflict', `this alert resolved at ${isoTime(resolvedMs)}`);
  }
}

function lastOf(acts: readonly ResponseAct[], act: Act['act']): ResponseAct | undefined {
  return acts.findLast((one) => one.act === act || one.act === 'close');
}

function changed(act: Act, by: string, atMs: number): Partial<Response> {
  switch (act.act) {
    case 'acknowledge':
      return { state: 'acknowledged', by, acknowledgedMs: atMs, snoozedUntilMs: null };
    case 'assign':
      return { assignee: act.to };
    case 'snooze':
      return { state: 'snoozed', by, snoozedUntilMs: act.untilMs };
    case 'close':
      return { state: 'closed', by, snoozedUntilMs: null };
    case 'comment':
      return {};
  }
}

function textOf(act: Act): string {
  switch (act.act) {
    case 'assign':
      return act.to;
    case 'comment':
      return act.text;
    case 'snooze':
      return act.note === '' ? isoTime(act.untilMs) : `${isoTime(act.untilMs)}: ${act.note}`;
    case 'acknowledge':
    case 'close':
      return act.note;
  }
}
