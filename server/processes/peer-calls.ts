import { createHmac, timingSafeEqual } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { IngestAnswer, OtlpAnswer, OtlpTelemetry } from '../../ingest/ingest.ts';
import type { MetricsRequest } from '../../ingest/otlp/otlp-request.ts';
import type { Refused } from '../../ingest/otlp/encode-answer.ts';
import type { ReplayAnswer, ReplayRequest } from '../../ingest/replay-events.ts';
import type { BodyPart } from '../../ingest/share/part-of-body.ts';
import type { Sender } from '../otlp-keeper.ts';

/** What processes of one installation ask each other, by name: what is sent, and what is answered. */
export interface PeerCalls {
  readonly events: readonly [BodyPart & { readonly keyId: string }, IngestAnswer];
  readonly otlp: readonly [OtlpTelemetry, OtlpAnswer];
  readonly metrics: readonly [{ groups: MetricsRequest; sender: Sender }, Refused];
  readonly replay: readonly [ReplayRequest, ReplayAnswer];
  readonly flush: readonly [null, null];
  readonly 'forget-traces': readonly [null, null];
  /** Stops hand-overs until `go-on`, or for some minutes. */
  readonly pause: readonly [null, null];
  readonly 'go-on': readonly [null, null];
}
export type PeerCall = keyof PeerCalls;

export const PEER_PREFIX = '/peer';
export const PEER_CONTENT_TYPE = 'application/vnd.bellwether.peer';

/** Values as they travel: Node's own form keeps maps, sets and bytes. Never read from strangers. */
export const packValue = (value: unknown): Uint8Array => serialize(value);
export const unpackValue = <T>(bytes: Uint8Array): T => deserialize(bytes) as T;

/** What a process shows another; only those that agree on secret and list can. */
export const peerToken = (key: Buffer, agreement: string): string =>
  `peer_${createHmac('sha256', key).update(agreement).digest('hex')}`;

export function isPeerToken(expected: string, header: string | undefined): boolean {
  const given = Buffer.from(/^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '');
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
