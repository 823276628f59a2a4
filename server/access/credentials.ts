import { oneAtATime } from '../../core/one-at-a-time.ts';
import { z } from 'zod';
import type { StoredCredential } from '../../store/credential-table.ts';

const credential = z.strictObject({
  /** Argon2id; null without a password. */
  password_hash: z.string().nullable(),
  /** A link to set a password: the hash of its secret; null where none is open. */
  invitation: z.strictObject({ hash: z.string(), expires_ms: z.number() }).nullable(),
  /** Sessions of an earlier one are over. */
  generation: z.number().int(),
  /** Sessions that were signed out, until they would have expired. */
  ended: z.array(z.strictObject({ nonce: z.string(), expires_ms: z.number() })),
});
/** What a person signs in with. It never leaves the server. */
export type Credential = Readonly<z.output<typeof credential>>;

const NONE: Credential = { password_hash: null, invitation: null, generation: 1, ended: [] };

export interface Credentials {
  get(person: string): Credential;
  /**
   * Changes a person's credential; what the change is told is the latest.
   * @param change null: what it rested on is no longer so, and nothing changes
   * @returns whether it was changed
   */
  change(
    person: string,
    change: (latest: Credential) => Partial<Credential> | null,
  ): Promise<boolean>;
}

/** Where credentials lie, and how they are sealed there. */
export interface CredentialStore {
  readonly list: () => Promise<StoredCredential[]>;
  readonly store: (credential: StoredCredential) => Promise<void>;
  readonly seal: (text: string) => string;
  /** @throws where the key is another */
  readonly open: (sealed: string) => string;
  /** Told of a person whose credential cannot be opened: they need a new invitation. */
  readonly onUnreadable: (person: string, error: unknown) => void;
}

/** Loads the credentials and becomes their one writer. */
export async function openCredentials({
  list,
  store,
  seal,
  open,
  onUnreadable,
}: CredentialStore): Promise<Credentials> {
  const known = new Map<string, Credential>();
  const versions = new Map<string, number>();
  for (const { person, version, sealed } of await list()) {
    versions.set(person, version);
    try {
      known.set(person, credential.parse(JSON.parse(open(sealed))));
    } catch (error) {
      onUnreadable(person, error);
    }
  }
  const inTurn = oneAtATime();
  const get = (person: string): Credential => known.get(person) ?? NONE;
  return {
    get,
    change: (person, change) =>
      inTurn(async () => {
        const latest = get(person);
        const wanted = change(latest);
        if (wanted === null) return false;
        const changed = { ...latest, ...wanted };
        const version = (versions.get(person) ?? 0) + 1;
        // A version that may have been stored is never used for anything else.
        versions.set(person, version);
        await store({ person, version, sealed: seal(JSON.stringify(changed)) });
        known.set(person, changed);
        return true;
      }),
  };
}
