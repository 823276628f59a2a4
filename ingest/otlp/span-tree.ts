import type { AiSpan } from './ai-span.ts';

/** The spans of one trace with what lies above each of them. */
export interface SpanTree {
  /** Each span once, by start and then by id. */
  readonly spans: readonly AiSpan[];
  /** The nearest known span above; null at the top. */
  readonly parentOf: (span: AiSpan) => AiSpan | null;
}

const byStart = (a: AiSpan, b: AiSpan): number =>
  a.tsMs - b.tsMs || (a.span_id < b.span_id ? -1 : Number(a.span_id > b.span_id));

/** The one of two copies that is kept, whichever comes first. */
function preferred(a: AiSpan, b: AiSpan): AiSpan {
  return JSON.stringify(a) <= JSON.stringify(b) ? a : b;
}

/**
 * Arranges spans of one trace, in any order and repeated at will. Spans whose parents run in a
 * circle stand at the top.
 */
export function arrangeSpans(spans: Iterable<AiSpan>): SpanTree {
  const byId = new Map<string, AiSpan>();
  for (const span of spans) {
    const known = byId.get(span.span_id);
    byId.set(span.span_id, known ? preferred(known, span) : span);
  }
  const looped = findLooped(byId);
  const parentOf = (span: AiSpan): AiSpan | null =>
    looped.has(span.span_id) ? null : (byId.get(span.parent_id) ?? null);
  return { spans: [...byId.values()].toSorted(byStart), parentOf };
}

/** A test of a span for whether one above it passes another; each span is looked at once. */
export function isBelow(
  { parentOf }: SpanTree,
  passes: (span: AiSpan) => boolean,
): (span: AiSpan) => boolean {
  const known = new Map<AiSpan, boolean>();
  return (span) => {
    const path: AiSpan[] = [];
    for (let at: AiSpan | null = span; at !== null && !known.has(at); at = parentOf(at)) {
      path.push(at);
    }
    for (const passed of path.toReversed()) {
      const parent = parentOf(passed);
      known.set(passed, parent !== null && (passes(parent) || known.get(parent) === true));
    }
    return known.get(span) === true;
  };
}

/** Ids of spans that are their own ancestors. */
function findLooped(byId: ReadonlyMap<string, AiSpan>): ReadonlySet<string> {
  const looped = new Set<string>();
  const done = new Set<string>();
  for (const start of byId.values()) {
    const path = new Set<string>();
    let at: AiSpan | undefined = start;
    while (at && !done.has(at.span_id) && !path.has(at.span_id)) {
      path.add(at.span_id);
      at = byId.get(at.parent_id);
    }
    if (at && path.has(at.span_id)) {
      let isInLoop = false;
      for (const id of path) {
        isInLoop ||= id === at.span_id;
        if (isInLoop) looped.add(id);
      }
    }
    for (const id of path) done.add(id);
  }
  return looped;
}
