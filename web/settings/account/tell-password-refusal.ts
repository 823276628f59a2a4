import { ApiError } from '../../api/api-error.ts';

/** Why a password stays what it was, in words. */
export function tellPasswordRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The answer could not be understood.';
  if (error.errors.some(({ path }) => path === 'old_password'))
    return 'The old password is not right.';
  if (error.status === 429) return 'Too many wrong tries. Wait a while, then try again.';
  return `${error.message}.`;
}
