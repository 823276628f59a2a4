import { DAY_MS } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { isNamed, type Signer } from './choose-capacity.ts';

type Owners = NonNullable<WorkloadDocument['owners']>;

/** A version of a workload's record: who wrote it, when (epoch milliseconds), and the owners it named. */
export interface OwnersVersion {
  readonly actor: string;
  readonly atMs: number;
  readonly owners: Owners | undefined;
}

/** Who built a workload does not accept it for so long after somebody else is named for it. */
export const BUILDER_MS = 90 * DAY_MS;

/**
 * The owners of a workload as they count for one signer: nobody becomes an owner by writing their own name
 * into the record, and nobody stops being its builder by taking it out.
 * @param versions of the record, oldest first, the last the current one; empty: there is none
 * @param atMs epoch milliseconds
 */
export function ownersFor(
  versions: readonly OwnersVersion[],
  signer: Signer,
  atMs: number,
): Owners | undefined {
  const current = versions.at(-1)?.owners;
  const others = Object.entries(current ?? {}).filter(
    ([capacity, owner]) =>
      owner === undefined ||
      !isNamed(owner, signer) ||
      namedBy(versions, capacity as keyof Owners, owner) !== signer.actor,
  );
  const owners: Owners = Object.fromEntries(others);
  const isBuilder =
    isNamed(current?.technical, signer) ||
    versions.some(
      ({ owners: then }, index) =>
        isNamed(then?.technical, signer) &&
        (versions[index + 1]?.atMs ?? Infinity) > atMs - BUILDER_MS,
    );
  return isBuilder && signer.person !== null ? { ...owners, technical: signer.person } : owners;
}

/** Who wrote the version since which a capacity has its owner. */
function namedBy(
  versions: readonly OwnersVersion[],
  capacity: keyof Owners,
  owner: string,
): string | undefined {
  const before = versions.findLastIndex(({ owners }) => owners?.[capacity] !== owner);
  return versions[before + 1]?.actor;
}
