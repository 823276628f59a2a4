import type { OtlpSpan } from '../otlp-request.ts';
import type { Dialect, SpanReading } from './dialect.ts';
import { readOpenInference } from './open-inference.ts';
import { readOpenLlmetry } from './open-llmetry.ts';
import { readVercelAi } from './vercel-ai.ts';

/**
 * A span may speak several at once, as processors add theirs to another's: the one that tells outer
 * from inner calls comes first. OpenLLMetry falls back to the GenAI conventions.
 */
const DIALECTS: readonly Dialect[] = [readVercelAi, readOpenInference, readOpenLlmetry];

/** What an AI span says, in whichever dialect; null for any other span. */
export function readAiSpan(span: OtlpSpan, scope: string): SpanReading | null {
  for (const dialect of DIALECTS) {
    const reading = dialect(span, scope);
    if (reading) return reading;
  }
  return null;
}
