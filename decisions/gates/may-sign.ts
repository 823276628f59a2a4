import { namesPerson, type PersonDocument } from '../../core/person.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Capacity, WorkloadDocument } from '../../core/workload.ts';
import { BUILDER_MS, isBuilder, isSelfNamed, type OwnersVersion } from '../signing/owners-for.ts';
import { approversOf } from './gate-catalogue.ts';
import type { GateDefinition } from './gate-definition.ts';
import type { Signature } from './signature.ts';
import { countsAt } from './signed-members.ts';

/** Who wants to sign: a person, or a program with a key. */
export type Signer =
  | {
      readonly kind: 'person';
      readonly person: Pick<PersonDocument, 'id' | 'email'>;
      /** As records name who wrote them. */
      readonly actor: string;
    }
  | { readonly kind: 'program' };

/** A gate of a workload that somebody wants to sign at an instant. */
export interface SigningQuestion {
  readonly gate: GateDefinition;
  readonly workload: WorkloadDocument;
  /** Of its record, oldest first: who named its owners. */
  readonly versions: readonly OwnersVersion[];
  /** Of that gate, oldest first. */
  readonly signatures: readonly Signature[];
  readonly atMs: number;
}

/** Why somebody may not sign: the gate asks for no such signature, or they are not who has to. */
export interface SigningRefusal {
  readonly code: 'conflict' | 'forbidden';
  readonly words: string;
}

const BUILDER_DAYS = BUILDER_MS / DAY_MS;

/**
 * Why a signer may not sign a gate in a capacity, in words; null where they may.
 * @param capacity one in which the gate is signed, or any other, which is refused
 */
export function refuseSignature(
  question: SigningQuestion,
  signer: Signer,
  capacity: Capacity,
): SigningRefusal | null {
  const { gate, workload } = question;
  const needed = approversOf(gate, workload);
  if (needed.length === 0) {
    const by = gate.provedBy.join(' and ');
    return conflict(`the gate ${gate.id} is proved by ${by}: nobody can sign it`);
  }
  if (!needed.includes(capacity)) {
    return conflict(
      `the gate ${gate.id} is signed for ${needed.join(' and ')}, not for ${capacity}`,
    );
  }
  if (signer.kind === 'program') {
    if (gate.mayBeSignedByProgram) return null;
    return forbidden(`a key is no person, and the gate ${gate.id} is signed by people`);
  }
  return refuseOwner(question, signer, capacity);
}

function refuseOwner(
  { workload, versions, signatures, atMs }: SigningQuestion,
  { person, actor }: Extract<Signer, { kind: 'person' }>,
  capacity: Capacity,
): SigningRefusal | null {
  const owner = workload.owners?.[capacity];
  if (owner === undefined || owner.trim() === '') {
    return forbidden(`the record names no ${capacity} owner: name one first (owners.${capacity})`);
  }
  if (!namesPerson(owner, person)) {
    return forbidden(`the record does not name you as its ${capacity} owner, but ${owner}`);
  }
  const named = { actor, person: person.id, email: person.email };
  if (isSelfNamed(versions, named, capacity)) {
    return forbidden(
      `you named yourself the ${capacity} owner: somebody else has to write that into the record`,
    );
  }
  const isOwnBuild = namesPerson(workload.owners?.technical ?? '', person);
  if (capacity === 'business' && (isOwnBuild || isBuilder(versions, named, atMs))) {
    return forbidden(
      `you own the build, or did in the last ${BUILDER_DAYS} days, so you cannot accept it for the business`,
    );
  }
  const other = signatures.find(
    (one) => one.person === person.id && one.capacity !== capacity && countsAt(one, workload, atMs),
  );
  if (other !== undefined) {
    return conflict(`you have signed for ${other.capacity}: a person's signature counts once`);
  }
  return null;
}

/**
 * In which capacity a signer signs who names none: the first that they may sign in, one that is not signed
 * yet before one that is; else the first that the gate asks for, which tells why not.
 */
export function chooseCapacity(question: SigningQuestion, signer: Signer): Capacity | null {
  const { gate, workload, signatures, atMs } = question;
  const needed = approversOf(gate, workload);
  const allowed = needed.filter((one) => refuseSignature(question, signer, one) === null);
  const isSigned = (capacity: Capacity): boolean =>
    signatures.some((one) => one.capacity === capacity && countsAt(one, workload, atMs));
  return allowed.find((one) => !isSigned(one)) ?? allowed[0] ?? needed[0] ?? null;
}

const conflict = (words: string): SigningRefusal => ({ code: 'conflict', words });
const forbidden = (words: string): SigningRefusal => ({ code: 'forbidden', words });
