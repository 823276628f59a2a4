import { ApiError } from '../api/api-error.ts';

const FORBIDDEN = 403;
const CONFLICT = 409;
const STALE = 412;

/**
 * A place in the routes, for people.
 * @example tellPlace('routes.0.receiver') // 'route 1'
 * @example tellPlace('routes.1.escalate.0.receiver') // 'the escalation of route 2'
 */
export function tellPlace(path: string): string {
  const [, index, escalate] = /^routes\.(\d+)\.(escalate)?/.exec(path) ?? [];
  if (index === undefined) return path;
  return `${escalate === undefined ? '' : 'the escalation of '}route ${Number(index) + 1}`;
}

/** Why a receiver could not be kept, tested or removed, in one sentence. */
export function tellReceiverRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  if (error.status === STALE) {
    return /not 0:/.test(error.detail)
      ? 'There is a receiver of that id already: choose another id.'
      : 'Somebody has changed it meanwhile. Open it again; what you wrote here is lost then.';
  }
  if (error.status === CONFLICT) {
    const places = [...new Set(error.errors.map(({ path }) => tellPlace(path)))];
    return `It stays: ${places.join(', ')} still ${places.length === 1 ? 'names' : 'name'} it. Change the routes first.`;
  }
  return error.status === FORBIDDEN ? `You may not: ${error.detail}.` : `${error.message}.`;
}
