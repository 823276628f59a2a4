import type { Collected } from './collector.ts';
import { splitRequests } from './split-requests.ts';

/** A way to send what an application's two exporters sent, which must not change what it comes to. */
export interface WayOfSending {
  readonly way: string;
  /** What has come is shown after each batch. */
  readonly arrange: (recorded: readonly Collected[]) => Collected[][];
}

const isTraces = ({ path }: Collected): boolean => path.endsWith('/v1/traces');
const isProtobuf = ({ contentType }: Collected): boolean => contentType.endsWith('protobuf');

/** Traces in one encoding; metrics and logs, which come in protobuf alone, stay in their places. */
const inProtobuf = (recorded: readonly Collected[]): Collected[] => recorded.filter(isProtobuf);
const inJson = (recorded: readonly Collected[]): Collected[] =>
  recorded.filter((request) => !isTraces(request) || !isProtobuf(request));

/** Spans one by one, the last one first; a span wins over a metric where it came before. */
const inPieces = (requests: readonly Collected[]): Collected[] => [
  ...splitRequests(requests.filter(isTraces)).toReversed(),
  ...requests.filter((request) => !isTraces(request)),
];

function halves<T>(items: readonly T[]): T[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/** At most ten, so that a digit tells them apart. */
export const WAYS_OF_SENDING: readonly WayOfSending[] = [
  { way: 'as protobuf, as it came', arrange: (recorded) => [inProtobuf(recorded)] },
  { way: 'as JSON, as it came', arrange: (recorded) => [inJson(recorded)] },
  {
    way: 'in both encodings, and both again',
    arrange: (recorded) => [
      [...inProtobuf(recorded), ...inJson(recorded)],
      [...inJson(recorded), ...inProtobuf(recorded)],
    ],
  },
  {
    way: 'as protobuf, span by span in reverse, shown half way',
    arrange: (recorded) => halves(inPieces(inProtobuf(recorded))),
  },
  {
    way: 'as JSON, span by span in reverse, each twice',
    arrange: (recorded) => [inPieces(inJson(recorded)).flatMap((piece) => [piece, piece])],
  },
];
