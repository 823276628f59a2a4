import type { Severity } from '../api/alert-queries.ts';

/** How a loudness is called, and what it asks for. */
export const SEVERITY_WORDS: Readonly<Record<Severity, { word: string; meaning: string }>> = {
  page: { word: 'Page', meaning: 'Somebody has to look now, whatever the hour.' },
  warn: { word: 'Warn', meaning: 'Somebody has to look within the working day.' },
  info: { word: 'Info', meaning: 'Worth knowing; nobody has to do anything at once.' },
};
