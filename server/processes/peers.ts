import type { Ingest, IngestStatus } from '../../ingest/ingest.ts';
import { createOwnerOf } from '../../ingest/share/owner-of.ts';
import { shareIngest } from '../../ingest/share/share-ingest.ts';
import type { Secrets } from '../secrets.ts';
import { peerToken } from './peer-calls.ts';
import { createPeerClient, type PeerProcess } from './peer-client.ts';
import { agreementOf } from './process-beat.ts';
import type { ProcessSettings } from './process-settings.ts';

/** The ingest processes of an installation, as one of its processes sees them. */
export interface Peers {
  /** What another process has to show. */
  readonly token: string;
  /** Null where this process owns the workload. */
  ownerOf(workload: string): PeerProcess | null;
  /** Ingest that passes on what belongs to others. */
  share(local: Ingest, statuses: () => readonly IngestStatus[]): Ingest;
  /** Runs a task while no other process hands anything over. */
  paused<T>(task: () => Promise<T>): Promise<T>;
}

/** @returns null where this process is alone */
export function createPeers(settings: ProcessSettings, secrets: Secrets): Peers | null {
  if (settings.peers.length === 0) return null;
  const token = peerToken(secrets.peers, agreementOf(settings));
  const ownerAddress = createOwnerOf(settings.peers);
  const others = new Map(
    settings.peers
      .filter((address) => address !== settings.self)
      .map((address) => [address, createPeerClient(address, token, fetch)]),
  );
  const ownerOf = (workload: string): PeerProcess | null =>
    others.get(ownerAddress(workload)) ?? null;
  const all = [...others.values()];
  return {
    token,
    ownerOf,
    share: (local, statuses) => shareIngest({ local, peers: all, ownerOf, peerStatuses: statuses }),
    async paused(task) {
      try {
        await Promise.all(all.map((peer) => peer.pause()));
        return await task();
      } finally {
        // One that does not hear it goes on by itself.
        await Promise.allSettled(all.map((peer) => peer.goOn()));
      }
    },
  };
}
