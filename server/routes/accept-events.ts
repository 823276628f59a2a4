import type { IngestAnswer, IngestRequest } from '../../ingest/ingest.ts';
import type { Principal } from '../access/principal.ts';
import type { Services } from '../context.ts';

/** As it comes over the wire, compressed or not; also the limit a client is told. */
export const MAX_BODY_BYTES = 10 * 1_048_576;

/**
 * Takes the events of a request in the name of whoever sent it; resolves once they are durable.
 * @throws BellwetherError as `Ingest.accept` says, and where a key is over its allowance
 */
export function acceptEvents(
  { ingest, limiter }: Pick<Services, 'ingest' | 'limiter'>,
  principal: Principal,
  request: Pick<IngestRequest, 'body' | 'contentType' | 'contentEncoding'>,
): Promise<IngestAnswer> {
  return ingest.accept({
    ...request,
    allowedWorkloads: principal.workloads,
    keyId: principal.actor,
    admit: (events) => limiter.charge(principal, events),
  });
}
