import type { Attributes } from '../../ingest/otlp/attributes.ts';
import { emitterFactsOf } from '../../ingest/otlp/emitter-facts.ts';
import type { Refused } from '../../ingest/otlp/encode-answer.ts';
import type { MetricsRequest } from '../../ingest/otlp/otlp-request.ts';
import { joinRefused, type OtlpKeeper, type Sender } from '../otlp-keeper.ts';
import type { PeerProcess } from './peer-client.ts';
import type { Peers } from './peers.ts';

const NO_ATTRIBUTES: Attributes = new Map();
const NOTHING: Refused = { count: 0, message: '' };

function byOwner(
  groups: MetricsRequest,
  peers: Peers | null,
): Map<PeerProcess | null, MetricsRequest> {
  const parts = new Map<PeerProcess | null, MetricsRequest>();
  for (const group of groups) {
    const { workload } = emitterFactsOf(group.emitter.resource, NO_ATTRIBUTES);
    const owner = peers?.ownerOf(workload) ?? null;
    parts.set(owner, [...(parts.get(owner) ?? []), group]);
  }
  return parts;
}

/**
 * Takes a metrics request. What a series has counted is compared with its last report, so all reports of
 * an emitter are read by one process, wherever they arrive.
 */
export async function takeMetrics(
  { otlp, peers }: { readonly otlp: OtlpKeeper; readonly peers: Peers | null },
  groups: MetricsRequest,
  sender: Sender,
  charge: (count: number) => Promise<void>,
): Promise<Refused> {
  let refused = NOTHING;
  // One after another, this process last: what failed before is sent again, and its series remember.
  const parts = [...byOwner(groups, peers)].sort(
    ([a], [b]) => Number(a === null) - Number(b === null),
  );
  for (const [owner, part] of parts) {
    const { actor, workloads } = sender;
    if (owner) await charge(part.reduce((count, { records }) => count + records.length, 0));
    const taken = owner
      ? await owner.metrics({ groups: part, sender: { actor, workloads } })
      : await otlp.keep(sender, otlp.mapMetrics(part), charge);
    refused = joinRefused(refused, taken);
  }
  return refused;
}
