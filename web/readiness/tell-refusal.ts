import { ApiError } from '../api/api-error.ts';

const STALE = 412;

/** Why something could not be kept, in sentences; what stands in fields is told beside them. */
export function tellRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  if (error.status === STALE) {
    return 'Somebody has changed the record meanwhile. Open it again; what you wrote here is lost then.';
  }
  return error.detail === '' ? `${error.title}.` : `${error.title}: ${error.detail}.`;
}
