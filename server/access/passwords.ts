import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';

/** Long enough that guessing fails whatever the characters are. */
export const MIN_PASSWORD_LENGTH = 12;
/** A longer one adds nothing but work. */
export const MAX_PASSWORD_LENGTH = 200;

/** A password that somebody chooses. */
export const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `expected at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH);

/**
 * Argon2id as OWASP recommends it: 19 MiB, two passes, one lane. The algorithm is the library's default;
 * its enum is declared `const` and cannot be named here.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Each takes a thread that acknowledgements of telemetry need too: more at once would hold those up. */
const MAX_AT_ONCE = 2;

/** Hashes and checks passwords. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a person without a password, of whom there is no hash, as for one with. */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

/** @param decoy any text: its hash is what passwords of nobody are compared with */
export function createPasswords(decoy: string): Passwords {
  let decoyHash: Promise<string> | undefined;
  const ways: Promise<unknown>[] = Array.from({ length: MAX_AT_ONCE }, () => Promise.resolve());
  let next = 0;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const way = next++ % MAX_AT_ONCE;
    const turn = ways[way]!.then(work);
    ways[way] = turn.catch(() => undefined);
    return turn;
  };
  const hashInTurn = (password: string): Promise<string> => inTurn(() => hash(password, COST));
  return {
    hash: hashInTurn,
    async verify(passwordHash, password) {
      decoyHash ??= hashInTurn(decoy);
      const compared = passwordHash ?? (await decoyHash);
      const isSame = await inTurn(() => verify(compared, password));
      return isSame && passwordHash !== null;
    },
  };
}
