import { ApiError } from '../api/api-error.ts';

const FORBIDDEN = 403;

/** Why something could not be signed, in one sentence. */
export function tellDecisionRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  const words = error.detail === '' ? error.title : error.detail;
  const told = error.status === FORBIDDEN ? `You may not: ${words}` : words;
  const sentence = told.charAt(0).toUpperCase() + told.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
