import { ApiError } from '../api/api-error.ts';

const STALE = 412;
const FORBIDDEN = 403;

/** Why a rule could not be kept or deleted, in one sentence or two. */
export function tellRuleRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  if (error.status === STALE) {
    return /version 0, not/.test(error.detail)
      ? 'The rule was deleted meanwhile.'
      : /not 0:/.test(error.detail)
        ? 'There is a rule of that id already: choose another id.'
        : 'Somebody has saved another version meanwhile. Open the rule again; what you wrote here is lost then.';
  }
  if (error.status === FORBIDDEN) return `You may not: ${error.detail}.`;
  return `${error.message}.`;
}
