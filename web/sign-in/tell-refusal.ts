import { ApiError } from '../api/api-error.ts';

/**
 * Why signing in did not work, in words.
 * @param wrong what a refusal as unknown means here
 */
export function tellRefusal(error: unknown, wrong: string): string {
  if (!(error instanceof ApiError)) return 'The sign-in failed for a reason nobody foresaw.';
  if (error.status === 401) return wrong;
  if (error.status === 429) return 'Too many wrong tries. Wait a while, then try again.';
  return `${error.message}.`;
}
