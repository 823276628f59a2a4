import { BellwetherError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { DAY_MS, isoTime } from '../../core/time.ts';
import { durationMs } from '../../core/duration.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { Capacity, WorkloadDocument } from '../../core/workload.ts';
import { GATES } from '../gates/gate-catalogue.ts';
import type { GateDefinition } from '../gates/gate-definition.ts';
import type { SeenDataset } from '../gates/gate-facts.ts';
import {
  gateDocument,
  isValidAt,
  LONGEST_SIGNATURE_DAYS,
  type Attestation,
  type GateDocument,
  type Signature,
} from '../gates/signature.ts';
import { readSignedMembers } from '../gates/signed-members.ts';

/** Who signs, when, and in which capacity. */
export interface SigningAct {
  /** The record that is signed for. */
  readonly workload: WorkloadDocument;
  readonly gate: GateDefinition;
  readonly capacity: Capacity;
  readonly actor: string;
  readonly name: string;
  /** Null for a program. */
  readonly person: string | null;
  readonly nowMs: number;
  /** What telemetry showed, for a gate that rests on datasets. */
  readonly datasets?: readonly SeenDataset[];
}

/** Who takes a signature back. */
export interface RevokingAct {
  readonly actor: string;
  readonly person: string | null;
  readonly isAdmin: boolean;
  readonly nowMs: number;
}

/** What people signed about the gates of workloads. */
export interface GateRegistry {
  /** Signatures of every gate of a workload that has some, those that ended included. */
  signatures(workload: string): ReadonlyMap<string, readonly Signature[]>;
  /**
   * Writes a signature; one that the same signer gave in the same capacity before ends with it.
   * @throws BellwetherError `invalid` for an expiry in the past or too far ahead
   */
  sign(act: SigningAct, stated: Attestation): Promise<Signature>;
  /**
   * Takes a signature back: it counts until now, and no longer.
   * @throws BellwetherError `not_found`, `forbidden` for anybody but the signer and an admin, `conflict`
   *   where it has ended already
   */
  revoke(workload: string, gate: string, id: number, act: RevokingAct): Promise<Signature>;
}

const idOf = (workload: string, gate: string): string => `${workload}/${gate}`;

/** Opens the registry on what the ledger holds. */
export function createGateRegistry(ledger: Ledger): GateRegistry {
  const read = (workload: string, gate: string): GateDocument | null => {
    const record = ledger.get('gate', idOf(workload, gate));
    return record ? gateDocument.parse(record.document) : null;
  };
  const write = async (
    { workload, gate }: { readonly workload: string; readonly gate: string },
    signatures: readonly Signature[],
    actor: string,
    reason: string,
  ): Promise<void> => {
    const id = idOf(workload, gate);
    const document = gateDocument.parse({ id, workload, gate, signatures });
    await ledger.append([{ kind: 'gate', id, document, actor, reason }]);
  };

  const signNow: GateRegistry['sign'] = async (act, stated) => {
    const { gate, capacity, actor, nowMs } = act;
    const workload = act.workload.id;
    const expiresMs = expiryOf(gate, stated, nowMs);
    const before = read(workload, gate.id)?.signatures ?? [];
    const isRenewed = (one: Signature): boolean =>
      one.actor === actor && one.capacity === capacity && isValidAt(one, nowMs);
    const made: Signature = {
      id: before.length + 1,
      capacity,
      person: act.person,
      actor,
      name: act.name,
      statement: stated.statement,
      link: stated.link ?? null,
      file_sha256: stated.file_sha256 ?? null,
      signed_at: isoTime(nowMs),
      expires_at: isoTime(expiresMs),
      revoked_at: null,
      revoked_by: null,
      signed_members: readSignedMembers(gate, act.workload),
      ...(act.datasets === undefined
        ? {}
        : {
            datasets: act.datasets.map(({ dataset, firstMs, evaluations }) => ({
              dataset,
              first_at: isoTime(firstMs),
              evaluations,
            })),
          }),
    };
    const kept = before.map((one) => (isRenewed(one) ? ended(one, actor, nowMs) : one));
    const reason = `signed for ${capacity}`;
    await write({ workload, gate: gate.id }, [...kept, made], actor, reason);
    return made;
  };

  const revokeNow: GateRegistry['revoke'] = async (workload, gate, id, act) => {
    const before = read(workload, gate)?.signatures ?? [];
    const found = before.find((one) => one.id === id);
    if (found === undefined) {
      throw new BellwetherError('not_found', `there is no signature ${id} of this gate`);
    }
    const isOwn = found.actor === act.actor || (act.person !== null && found.person === act.person);
    if (!isOwn && !act.isAdmin) {
      throw new BellwetherError('forbidden', `only ${found.name} or an admin can take it back`);
    }
    if (!isValidAt(found, act.nowMs)) {
      throw new BellwetherError('conflict', 'this signature has already ended');
    }
    const revoked = ended(found, act.actor, act.nowMs);
    const kept = before.map((one) => (one.id === id ? revoked : one));
    await write(
      { workload, gate },
      kept,
      act.actor,
      `took back the signature for ${found.capacity}`,
    );
    return revoked;
  };

  /** One at a time: each rewrites the list of its gate. */
  const inTurn = oneAtATime();
  return {
    signatures: (workload) =>
      new Map(
        GATES.flatMap(({ id }) => {
          const document = read(workload, id);
          return document === null ? [] : [[id, document.signatures] as const];
        }),
      ),
    sign: (act, stated) => inTurn(() => signNow(act, stated)),
    revoke: (workload, gate, id, act) => inTurn(() => revokeNow(workload, gate, id, act)),
  };
}

const ended = (one: Signature, actor: string, nowMs: number): Signature => ({
  ...one,
  revoked_at: isoTime(nowMs),
  revoked_by: actor,
});

function expiryOf(
  gate: GateDefinition,
  { expires_at: stated }: Attestation,
  nowMs: number,
): number {
  if (stated === undefined) return nowMs + durationMs(gate.validFor);
  const expiresMs = Date.parse(stated);
  const latestMs = nowMs + LONGEST_SIGNATURE_DAYS * DAY_MS;
  if (expiresMs > nowMs && expiresMs <= latestMs) return expiresMs;
  throw new BellwetherError('invalid', 'this is no time for a signature to expire', {
    errors: [
      { path: 'expires_at', message: `expected an instant ahead, at most ${isoTime(latestMs)}` },
    ],
  });
}
