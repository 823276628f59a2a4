import { createBodyReader } from '../decompress-body.ts';
import { forbidWorkload } from '../forbid-workload.ts';
import {
  DEFAULT_LIMITS,
  type Ingest,
  type IngestAnswer,
  type IngestRequest,
  type IngestStatus,
  type OtlpAnswer,
  type OtlpTelemetry,
} from '../ingest.ts';
import { workloadNamedBy, workloadsOfItems } from '../named-workload.ts';
import { parseBody, type ParsedBody } from '../parse-body.ts';
import { readReplayBody } from '../replay-body.ts';
import type { ReplayAnswer, ReplayRequest } from '../replay-events.ts';
import { joinAnswers, partOfBody, type BodyPart } from './part-of-body.ts';

/** Another process that takes telemetry. Its calls reject with `unavailable` where it is away. */
export interface Peer {
  /** Takes events that are its own; whoever calls has looked whether the key may send them. */
  accept(part: BodyPart & { readonly keyId: string }): Promise<IngestAnswer>;
  acceptOtlp(telemetry: OtlpTelemetry): Promise<OtlpAnswer>;
  replay(request: ReplayRequest): Promise<ReplayAnswer>;
  flush(): Promise<void>;
  /** Lets go of what it keeps in memory of traces. */
  forgetTraces(): Promise<void>;
}

export interface ShareDeps {
  /** This process's own ingest: it takes what names no workload, and what is its own. */
  readonly local: Ingest;
  readonly peers: readonly Peer[];
  /** Null where this process owns the workload. */
  readonly ownerOf: (workload: string) => Peer | null;
  /** What the others have said of themselves lately. */
  readonly peerStatuses: () => readonly IngestStatus[];
}

/** Items of a request by who owns them, with their places; null is this process. */
function byOwner<T>(
  items: readonly T[],
  ownerOfItem: (item: T) => Peer | null,
): Map<Peer | null, number[]> {
  const places = new Map<Peer | null, number[]>();
  for (const [index, item] of items.entries()) {
    const owner = ownerOfItem(item);
    const known = places.get(owner);
    if (known) known.push(index);
    else places.set(owner, [index]);
  }
  return places;
}

const at = <T>(items: readonly T[], indexes: readonly number[] = []): T[] =>
  indexes.map((index) => items[index] as T);

function addStatus(a: IngestStatus, b: IngestStatus): IngestStatus {
  return {
    accepted: a.accepted + b.accepted,
    duplicates: a.duplicates + b.duplicates,
    rejected: a.rejected + b.rejected,
    spoolBytes: a.spoolBytes + b.spoolBytes,
    spoolSegments: a.spoolSegments + b.spoolSegments,
    lagMs: Math.max(a.lagMs, b.lagMs),
    lastError: a.lastError ?? b.lastError,
    tornTails: a.tornTails + b.tornTails,
    failedAppends: a.failedAppends + b.failedAppends,
    tracesWaiting: a.tracesWaiting + b.tracesWaiting,
  };
}

/**
 * Ingest as one of several processes on one database: each workload is owned by one of them, which alone
 * recognises its repeated ids, joins its traces and hands its rows over; the others pass on to it what
 * reaches them. What belongs to others goes first: where one of them is away, nothing is taken here, and
 * the sender's retry is recognised by those that took their part.
 */
export function shareIngest(deps: ShareDeps): Ingest {
  const { local, peers } = deps;
  const limits = DEFAULT_LIMITS;
  const readBody = createBodyReader(limits);
  const ownerOf = (workload: string | null): Peer | null =>
    workload === null ? null : deps.ownerOf(workload);

  /** Asks the owners of parts, all others before this process. */
  async function ask<T, A>(
    parts: ReadonlyMap<Peer | null, T>,
    theirs: (peer: Peer, part: T) => Promise<A>,
    own: (part: T) => Promise<A>,
  ): Promise<{ part: T; answer: A }[]> {
    const others = [...parts].flatMap(([peer, part]) => (peer ? [{ peer, part }] : []));
    const answers = await Promise.all(
      others.map(async ({ peer, part }) => ({ part, answer: await theirs(peer, part) })),
    );
    const part = parts.get(null);
    return part === undefined ? answers : [...answers, { part, answer: await own(part) }];
  }

  async function acceptParts(
    { keyId, allowedWorkloads, admit }: IngestRequest,
    body: ParsedBody,
    places: ReadonlyMap<Peer | null, readonly number[]>,
  ): Promise<IngestAnswer> {
    await admit?.(body.count);
    const answers = await ask(
      places,
      (peer, indexes) => peer.accept({ ...partOfBody(body, indexes), keyId }),
      (indexes) =>
        local.accept({
          ...partOfBody(body, indexes),
          contentEncoding: '',
          isUnpacked: true,
          keyId,
          allowedWorkloads,
        }),
    );
    return joinAnswers(answers.map(({ part, answer }) => ({ indexes: part, answer })));
  }

  return {
    async accept(request) {
      const bytes = await readBody(request.body, request.contentEncoding);
      const body = parseBody(bytes, request.contentType, limits.events);
      const workloads = workloadsOfItems(body);
      // A line that is no JSON is no body of its own: what names nobody goes with what comes first.
      const first = workloads.find((workload) => workload !== null) ?? null;
      const places = byOwner(workloads, (workload) => ownerOf(workload ?? first));
      if (places.size === 1 && places.has(null)) {
        return local.accept({ ...request, body: bytes, isUnpacked: true });
      }
      for (const [index, workload] of workloads.entries()) {
        if (workload !== null) forbidWorkload(request.allowedWorkloads, workload, index);
      }
      return acceptParts(request, body, places);
    },
    async acceptOtlp({ spans, events, ...sender }) {
      const spansAt = byOwner(spans, ({ workload }) => ownerOf(workload));
      const eventsAt = byOwner(events, (event) => ownerOf(workloadNamedBy(event)));
      const parts = new Map(
        [null, ...spansAt.keys(), ...eventsAt.keys()].map((owner) => {
          const indexes = eventsAt.get(owner) ?? [];
          const part = { spans: at(spans, spansAt.get(owner)), events: at(events, indexes) };
          return [owner, { indexes, telemetry: { ...sender, ...part } }];
        }),
      );
      const answers = await ask(
        parts,
        (peer, { telemetry }) => peer.acceptOtlp(telemetry),
        ({ telemetry }) => local.acceptOtlp(telemetry),
      );
      return {
        ...joinAnswers(answers.map(({ part, answer }) => ({ indexes: part.indexes, answer }))),
        refusedSpans: answers.reduce((sum, { answer }) => sum + answer.refusedSpans, 0),
      };
    },
    async replay({ events, ...sender }) {
      const parts = byOwner(events, ({ body }) => {
        const read = readReplayBody(body);
        return ownerOf(read.kind === 'value' ? workloadNamedBy(read.value) : null);
      });
      const asked = await ask(
        parts,
        (peer, indexes) => peer.replay({ ...sender, events: at(events, indexes) }),
        (indexes) => local.replay({ ...sender, events: at(events, indexes) }),
      );
      const answers = asked.map(({ answer }) => answer);
      return {
        accepted: answers.reduce((sum, { accepted }) => sum + accepted, 0),
        duplicates: answers.reduce((sum, { duplicates }) => sum + duplicates, 0),
        rejected: answers.flatMap(({ rejected }) => rejected),
        taken: answers.flatMap(({ taken }) => taken),
      };
    },
    async flush() {
      await Promise.all(peers.map((peer) => peer.flush()));
      await local.flush();
    },
    async forgetTraces(task) {
      await Promise.all(peers.map((peer) => peer.forgetTraces()));
      return local.forgetTraces(task);
    },
    status: () => deps.peerStatuses().reduce(addStatus, local.status()),
    close: () => local.close(),
  };
}
