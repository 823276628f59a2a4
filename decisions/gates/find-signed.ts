import type { Capacity } from '../../core/workload.ts';
import { isValidAt, type Signature } from './signature.ts';

/** Who signed a gate, as far as it takes. */
export interface Signed {
  /** The signature that counts for each capacity asked for. */
  readonly by: ReadonlyMap<Capacity, Signature>;
  /** Capacities whose signature is missing, in the order asked for. */
  readonly open: readonly Capacity[];
}

/**
 * The signatures that count at an instant, at most one for a person: as many capacities as possible are
 * signed, those asked for first before others.
 * @param needed at most six
 * @param atMs epoch milliseconds
 */
export function findSigned(
  needed: readonly Capacity[],
  signatures: readonly Signature[],
  atMs: number,
): Signed {
  const valid = signatures.filter((one) => isValidAt(one, atMs));
  const by = assign(needed, valid, new Set());
  return { by, open: needed.filter((capacity) => !by.has(capacity)) };
}

/** Programs have no person; each key counts as one signer. */
const signerOf = ({ person, actor }: Signature): string => person ?? actor;

function assign(
  needed: readonly Capacity[],
  valid: readonly Signature[],
  taken: ReadonlySet<string>,
): ReadonlyMap<Capacity, Signature> {
  const [capacity, ...rest] = needed;
  if (capacity === undefined) return new Map();
  // The latest first: it holds longest.
  const candidates = valid
    .filter((one) => one.capacity === capacity && !taken.has(signerOf(one)))
    .toReversed();
  let best: ReadonlyMap<Capacity, Signature> = new Map();
  for (const one of candidates) {
    const others = assign(rest, valid, new Set([...taken, signerOf(one)]));
    if (others.size + 1 > best.size) best = new Map([[capacity, one], ...others]);
    if (best.size === needed.length) return best;
  }
  const without = assign(rest, valid, taken);
  return without.size > best.size ? without : best;
}
