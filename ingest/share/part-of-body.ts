import type { IngestAnswer } from '../ingest.ts';
import type { ParsedBody } from '../parse-body.ts';

/** Some items of a body as a body of their own, each as the sender wrote it. */
export interface BodyPart {
  readonly body: Uint8Array;
  readonly contentType: string;
}

const NEWLINE = Buffer.from('\n');

/** @param indexes places of items that are JSON */
export function partOfBody(body: ParsedBody, indexes: readonly number[]): BodyPart {
  const { lines } = body;
  if (lines === null) {
    const text = `[${indexes.map((index) => body.rawText(index)).join(',')}]`;
    return { body: Buffer.from(text), contentType: 'application/json' };
  }
  const slices = indexes.flatMap((index) => {
    const place = lines.places[index];
    return place ? [lines.bytes.subarray(place.start, place.end), NEWLINE] : [];
  });
  return { body: Buffer.concat(slices), contentType: 'application/x-ndjson' };
}

/** An answer about some items of a request, and which of its items they were. */
export interface PartAnswer {
  readonly answer: IngestAnswer;
  readonly indexes: readonly number[];
}

/** The answer to a whole request out of those to its parts. */
export function joinAnswers(parts: readonly PartAnswer[]): IngestAnswer {
  const sum = (count: (answer: IngestAnswer) => number): number =>
    parts.reduce((total, { answer }) => total + count(answer), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    duplicates: sum(({ duplicates }) => duplicates),
    rejected: parts
      .flatMap(({ answer, indexes }) =>
        answer.rejected.map((one) => ({ ...one, index: indexes[one.index] ?? one.index })),
      )
      .sort((a, b) => a.index - b.index),
  };
}
