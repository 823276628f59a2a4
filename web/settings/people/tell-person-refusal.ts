import { ApiError } from '../../api/api-error.ts';

const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');

/** Why a person could not be written, in words. */
export function tellPersonRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The answer could not be understood.';
  if (error.status === 412) return 'Somebody changed this person meanwhile: open them again.';
  return sentence(error.detail === '' ? error.title : error.detail);
}
