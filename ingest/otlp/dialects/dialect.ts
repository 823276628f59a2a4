import { FAMILY } from '../attribute-families.ts';
import { firstCount, firstText } from '../attributes.ts';
import type { SpanRole } from '../ai-span.ts';
import type { OtlpSpan } from '../otlp-request.ts';

/** Tokens of one call. Absent counts are null. */
export interface TokenUsage {
  /** Cached tokens included. */
  readonly tokensIn: number | null;
  readonly tokensCached: number | null;
  /** Reasoning tokens included. */
  readonly tokensOut: number | null;
  readonly tokensReasoning: number | null;
}

/** What a dialect reads from a span it knows. Absent texts are empty. */
export interface SpanReading {
  readonly role: SpanRole;
  /** The tool's name on a tool span; else the operation. */
  readonly name: string;
  readonly model: string;
  /** As the emitter calls it. */
  readonly provider: string;
  readonly usage: TokenUsage;
  /** USD, where the emitter states it. */
  readonly costUsd: number | null;
  readonly conversation: string;
  readonly user: string;
}

/**
 * One way of saying what an AI span is.
 * @param scope name of the instrumentation scope
 * @returns null where the span does not speak it
 */
export type Dialect = (span: OtlpSpan, scope: string) => SpanReading | null;

/** Where a dialect writes tokens; the names are tried in order. */
interface UsageNames {
  readonly tokensIn: readonly string[];
  readonly cached: readonly string[];
  readonly cacheWrites?: readonly string[];
  readonly tokensOut: readonly string[];
  readonly reasoning: readonly string[];
}

/** Whether an emitter's totals leave out what we count in them. */
export interface UsageGaps {
  readonly excludesCached?: boolean;
  readonly excludesReasoning?: boolean;
}

/**
 * The total with a part that it leaves out: said of the emitter, or seen where the part is larger.
 * A part without a total makes none.
 */
function withPart(total: number | null, parts: number, isExcluded: boolean): number | null {
  if (total === null) return null;
  return isExcluded || parts > total ? total + parts : total;
}

/** The attributes of a span, and what names there are among them. */
export type Named = Pick<OtlpSpan, 'attributes' | 'families'>;

const NO_GAPS: UsageGaps = {};
const NO_USAGE: TokenUsage = {
  tokensIn: null,
  tokensCached: null,
  tokensOut: null,
  tokensReasoning: null,
};
const NOBODY = { conversation: '', user: '' };

/** Reads a call's tokens, and makes them mean what the contract means. */
export function readUsage(
  { attributes, families }: Named,
  names: UsageNames,
  gaps: UsageGaps = NO_GAPS,
): TokenUsage {
  if ((families & FAMILY.usage) === 0) return NO_USAGE;
  const cached = firstCount(attributes, ...names.cached);
  const writes = firstCount(attributes, ...(names.cacheWrites ?? []));
  const reasoning = firstCount(attributes, ...names.reasoning);
  const tokensIn = withPart(
    firstCount(attributes, ...names.tokensIn),
    (cached ?? 0) + (writes ?? 0),
    gaps.excludesCached ?? false,
  );
  const tokensOut = withPart(
    firstCount(attributes, ...names.tokensOut),
    reasoning ?? 0,
    gaps.excludesReasoning ?? false,
  );
  return {
    tokensIn,
    tokensCached: tokensIn === null ? null : cached,
    tokensOut,
    tokensReasoning: tokensOut === null ? null : reasoning,
  };
}

/** Where version 7 of the AI SDK puts what applications call context, in either of its dialects. */
const CONTEXT = 'ai.settings.context';

/** Who talked in which conversation, in the words that several dialects share. */
export function readPeople(
  { attributes, families }: Named,
  conversation: readonly string[],
  user: readonly string[],
): Pick<SpanReading, 'conversation' | 'user'> {
  if ((families & FAMILY.people) === 0) return NOBODY;
  return {
    conversation: firstText(
      attributes,
      'bellwether.conversation',
      'gen_ai.conversation.id',
      'session.id',
      ...conversation,
      `${CONTEXT}.conversationId`,
      `${CONTEXT}.sessionId`,
      `${CONTEXT}.threadId`,
      `${CONTEXT}.chatId`,
    ),
    user: firstText(
      attributes,
      'bellwether.user',
      'enduser.id',
      'user.id',
      ...user,
      `${CONTEXT}.userId`,
    ),
  };
}
