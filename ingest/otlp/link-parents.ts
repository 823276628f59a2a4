import type { OtlpSpan } from './otlp-request.ts';

/**
 * Finds parents among AI spans: the spans of other libraries that lie between two of them are not
 * kept, so a parent that is one of those gives way to its own.
 * @param spans all spans of one request
 * @returns the id of the nearest span above that is kept or unknown here; empty at the root
 */
export function linkParents(
  spans: readonly OtlpSpan[],
  isKept: (span: OtlpSpan) => boolean,
): (span: OtlpSpan) => string {
  const dropped = new Map<string, string>();
  for (const span of spans) {
    if (!isKept(span)) dropped.set(span.traceId + span.spanId, span.parentId);
  }
  if (dropped.size === 0) return ({ parentId }) => parentId;
  return ({ traceId, parentId }) => {
    let id = parentId;
    // Each step forgets the link it takes, so that a circle ends and a long chain is walked once.
    const path: string[] = [];
    for (let above = dropped.get(traceId + id); above !== undefined;) {
      path.push(traceId + id);
      dropped.delete(traceId + id);
      id = above;
      above = dropped.get(traceId + id);
    }
    for (const key of path) dropped.set(key, id);
    return id;
  };
}
