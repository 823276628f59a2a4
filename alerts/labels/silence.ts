import { z } from 'zod';
import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { parseDocument } from '../../core/parse-document.ts';
import { compileMatchers, matcherDocument, slug, type LabelTest } from './matcher.ts';

const instant = z.iso.datetime({ offset: true });

/** Alerts that nobody is told of for a while, as people write it. */
export const silenceDocument = z.strictObject({
  id: slug,
  /** At least one has to ask for something: an empty silence would be silence of everything. */
  matchers: z.array(matcherDocument).min(1).max(20),
  starts_at: instant,
  ends_at: instant,
  reason: z.string().min(1).max(1_000),
  author: z.string().min(1).max(200),
});
export type SilenceDocument = z.output<typeof silenceDocument>;

/** A silence ready to be asked. */
export interface Silence {
  readonly id: string;
  readonly isMeant: LabelTest;
  readonly startsMs: number;
  /** First instant after it. */
  readonly endsMs: number;
  readonly reason: string;
  readonly author: string;
}

function findSilenceFaults(silence: SilenceDocument): FieldError[] {
  const faults: FieldError[] = [];
  if (Date.parse(silence.ends_at) <= Date.parse(silence.starts_at)) {
    faults.push({ path: 'ends_at', message: 'must lie after starts_at' });
  }
  if (compileMatchers(silence.matchers)({})) {
    faults.push({ path: 'matchers', message: 'would also match alerts without any label' });
  }
  return faults;
}

/**
 * A silence as somebody sent it, checked.
 * @param edges id it gets, who writes it, and the instant that it starts at where it names none
 * @throws BellwetherError `invalid` with every problem
 */
export function parseSilence(
  input: unknown,
  edges: { readonly id: string; readonly author: string; readonly nowMs: number },
): SilenceDocument {
  if (typeof input !== 'object' || input === null) {
    throw new BellwetherError('invalid', 'expected a JSON object');
  }
  return parseDocument(
    edges.id,
    // Who silences is who is signed in, not who the document says.
    { ...input, author: edges.author },
    {
      schema: silenceDocument,
      noun: 'a silence',
      defaults: { starts_at: new Date(edges.nowMs).toISOString() },
      findFaults: findSilenceFaults,
    },
  );
}

/** A silence ready to be asked. */
export function compileSilence(document: SilenceDocument): Silence {
  return {
    id: document.id,
    isMeant: compileMatchers(document.matchers),
    startsMs: Date.parse(document.starts_at),
    endsMs: Date.parse(document.ends_at),
    reason: document.reason,
    author: document.author,
  };
}

/** The silence that holds an instant, the one that ends last where there are several; null: none. */
export function silenceAt(silences: readonly Silence[], atMs: number): Silence | null {
  let longest: Silence | null = null;
  for (const silence of silences) {
    if (atMs < silence.startsMs || atMs >= silence.endsMs) continue;
    if (longest === null || silence.endsMs > longest.endsMs) longest = silence;
  }
  return longest;
}
