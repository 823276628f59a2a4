import { namesPerson } from '../../core/person.ts';
import type { Role } from '../../core/role.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Capacity, Signature } from './decision.ts';
import { missingSignatures, type SignedFor } from './required-signatures.ts';

/** Who wants to sign: a person, or a program. */
export interface Signer {
  readonly actor: string;
  /** The person's id; null for a program. */
  readonly person: string | null;
  readonly name: string;
  /** Null for a program, and where none is known. */
  readonly email: string | null;
  readonly roles: ReadonlySet<Role>;
  /** Whether they may sign decisions at all, whatever they are named as. */
  readonly maySign: boolean;
}

/** What is about to be signed. */
export interface ToSign extends SignedFor {
  readonly signatures: readonly Pick<Signature, 'actor' | 'person' | 'name' | 'capacity' | 'at'>[];
}

type Owners = NonNullable<WorkloadDocument['owners']>;

/** The capacity somebody may sign in, or why they may not. */
export type CapacityChoice =
  | { readonly kind: 'may'; readonly capacity: Capacity }
  | {
      readonly kind: 'refused';
      readonly because: string;
      /** Whether they may still propose the decision for others to sign. */
      readonly mayPropose: boolean;
    };

const OWNED = ['business', 'operations', 'risk', 'sponsor'] as const;

/**
 * Whether an owner in a workload's record is this person.
 * @param owner as the record says it; undefined, and a program, never
 */
export function isNamed(
  owner: string | undefined,
  { person, email }: Pick<Signer, 'person' | 'email'>,
): boolean {
  return owner !== undefined && person !== null && namesPerson(owner, { id: person, email });
}

/** Every capacity that a signer has for a workload, whatever is to be signed. */
export function capacitiesOf(signer: Signer, owners: Owners | undefined): Capacity[] {
  if (signer.person === null) return signer.maySign ? ['automation'] : [];
  const owned = OWNED.filter((capacity) => isNamed(owners?.[capacity], signer));
  return [
    ...owned,
    ...(signer.roles.has('approver') ? (['reviewer'] as const) : []),
    ...(signer.maySign ? (['signer'] as const) : []),
  ];
}

const refused = (because: string, mayPropose = false): CapacityChoice => ({
  kind: 'refused',
  because,
  mayPropose,
});

/**
 * As what somebody signs a decision.
 * @param asked the capacity they want; null: the first missing signature that they can give
 * @returns the reason in words where they may not: signed already, a build owner who would accept for the
 * business, not named, or nothing that is missing is theirs to give
 */
export function chooseCapacity(
  decision: ToSign,
  signer: Signer,
  owners: Owners | undefined,
  asked: Capacity | null,
): CapacityChoice {
  const before = decision.signatures.find(({ actor, person }) =>
    signer.person === null ? actor === signer.actor : person === signer.person,
  );
  if (before) {
    return refused(
      `${before.name} has signed as ${before.capacity} at ${before.at}: every signature is another person's`,
    );
  }
  const has = capacitiesOf(signer, owners);
  if (has.length === 0) return refused('only a named owner, or who may sign decisions, signs one');
  if (asked !== null && !has.includes(asked)) return refused(notNamed(asked));
  const missing = missingSignatures(decision);
  const wanted = missing.flatMap(({ capacities }) => capacities);
  const fits = wanted.filter(
    (capacity) => has.includes(capacity) && (asked === null || capacity === asked),
  );
  const capacity = fits.find((one) => !isOwnBuild(decision, one, signer, owners));
  if (capacity !== undefined) return { kind: 'may', capacity };
  if (fits.length > 0) {
    return refused('who owns the build does not accept it for the business: another person signs');
  }
  return refused(notMissing(missing.map(({ words }) => words)), signer.maySign && asked === null);
}

/** Whether somebody would accept what they build themselves; scale is accepted by the business owner. */
function isOwnBuild(
  { verdict }: ToSign,
  capacity: Capacity,
  signer: Signer,
  owners: Owners | undefined,
): boolean {
  const isBeside = verdict === 'scale' && (capacity === 'operations' || capacity === 'risk');
  return !isBeside && isNamed(owners?.technical, signer);
}

function notNamed(asked: Capacity): string {
  if (asked === 'reviewer') return 'a second reviewer has the role approver';
  if (asked === 'signer') return 'this needs the right to sign decisions';
  if (asked === 'automation') return 'a person signs as a person';
  return `the workload's record does not name you as its ${asked} owner, or only you wrote your name there`;
}

const notMissing = (words: readonly string[]): string =>
  words.length === 0
    ? 'it has every signature it needs'
    : `what is missing is another's to give: ${words.join('; ')}`;

/**
 * Whether somebody could give any signature that is missing.
 * @returns the capacity they would sign in; null where they may not
 */
export function capacityNow(
  decision: ToSign,
  signer: Signer,
  owners: Owners | undefined,
): Capacity | null {
  const choice = chooseCapacity(decision, signer, owners, null);
  return choice.kind === 'may' ? choice.capacity : null;
}
