import { DAY_MS } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { isNamed, type Signer as DecisionSigner } from './choose-capacity.ts';

/** Who wants to sign, as records and their versions name them. */
export type NamedSigner = Pick<DecisionSigner, 'actor' | 'person' | 'email'>;
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
  signer: NamedSigner,
  atMs: number,
): Owners | undefined {
  const others = Object.entries(versions.at(-1)?.owners ?? {}).filter(
    ([capacity]) => !isSelfNamed(versions, signer, capacity as keyof Owners),
  );
  const owners: Owners = Object.fromEntries(others);
  return signer.person !== null && isBuilder(versions, signer, atMs)
    ? { ...owners, technical: signer.person }
    : owners;
}

/**
 * Whether a signer owns a workload in a capacity because they wrote their own name there.
 * @param versions of the record, oldest first, the last the current one
 */
export function isSelfNamed(
  versions: readonly OwnersVersion[],
  signer: NamedSigner,
  capacity: keyof Owners,
): boolean {
  const owner = versions.at(-1)?.owners?.[capacity];
  return isNamed(owner, signer) && namedBy(versions, capacity, owner) === signer.actor;
}

/**
 * Whether a signer owns the build of a workload, or did less than {@link BUILDER_MS} ago.
 * @param versions of the record, oldest first, the last the current one
 * @param atMs epoch milliseconds
 */
export function isBuilder(
  versions: readonly OwnersVersion[],
  signer: NamedSigner,
  atMs: number,
): boolean {
  return versions.some(
    ({ owners }, index) =>
      isNamed(owners?.technical, signer) &&
      (versions[index + 1]?.atMs ?? Infinity) > atMs - BUILDER_MS,
  );
}

/** Who wrote the version since which a capacity has its owner. */
function namedBy(
  versions: readonly OwnersVersion[],
  capacity: keyof Owners,
  owner: string | undefined,
): string | undefined {
  const before = versions.findLastIndex(({ owners }) => owners?.[capacity] !== owner);
  return versions[before + 1]?.actor;
}
