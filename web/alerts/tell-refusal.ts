import { ApiError } from '../api/api-error.ts';
import { formatClock, instantMs } from '../format/time.ts';
import { tellActor } from '../policies/tell-actor.ts';

const TAKEN = /^this alert was (already acknowledged|closed)(?: by (.+) at (\S+Z))?$/;
const RESOLVED = /^this alert resolved at (\S+Z)$/;
const CONFLICT = 409;

/**
 * What the server says of an act that came too late, for people.
 * @example tellConflict('this alert was closed') // 'It was closed meanwhile.'
 */
export function tellConflict(detail: string): string {
  const [, what, by, at] = TAKEN.exec(detail) ?? [];
  if (what !== undefined) {
    const who =
      by === undefined || at === undefined
        ? ' meanwhile'
        : ` by ${tellActor(by)} at ${formatClock(instantMs(at))}`;
    return what === 'closed' ? `It was closed${who}.` : `Already acknowledged${who}.`;
  }
  const [, resolved] = RESOLVED.exec(detail) ?? [];
  if (resolved !== undefined) return `It ended at ${formatClock(instantMs(resolved))}.`;
  return detail === ''
    ? 'Somebody was faster.'
    : `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
}

/** Why an act was refused, in one sentence. */
export function tellRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  return error.status === CONFLICT ? tellConflict(error.detail) : `${error.message}.`;
}
