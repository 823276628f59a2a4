import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { openSecret, SEAL_NONCE_BYTES, sealSecret } from '../alerts/people/seal-secret.ts';
import { listCredentials, storeCredential } from '../store/credential-table.ts';
import type { Database } from '../store/database.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { createApiKeys, type ApiKeys } from './access/api-keys.ts';
import { openCredentials } from './access/credentials.ts';
import { createPasswords } from './access/passwords.ts';
import { createPeople, type People } from './access/people.ts';
import { createSignInLimits } from './access/sign-in-limits.ts';
import { createIdentityProvider } from './access/identity-provider.ts';
import { createSignIn, type SignIn } from './access/sign-in.ts';
import { recordSingleSignOn } from './access/record-single-sign-on.ts';
import { createSingleSignOn, type SingleSignOn } from './access/single-sign-on.ts';
import type { Configuration } from './configuration.ts';
import type { Secrets } from './secrets.ts';

/** Who may come in, and how. */
export interface Access {
  readonly people: People;
  readonly keys: ApiKeys;
  readonly signIn: SignIn;
  readonly singleSignOn: SingleSignOn | null;
}

/** Opens people and sign-in on what the ledger and the store hold. */
export async function openAccess({
  database,
  ledger,
  secrets,
  configuration,
  publicUrl,
  log,
  now,
}: {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly secrets: Secrets;
  readonly configuration: Pick<Configuration, 'adminKey' | 'singleSignOn'>;
  /** Where people reach Bellwether. */
  readonly publicUrl: () => string;
  readonly log: Logger;
  readonly now: () => number;
}): Promise<Access> {
  const people = await createPeople(ledger, now);
  const credentials = await openCredentials({
    list: () => listCredentials(database),
    store: (credential) => storeCredential(database, credential),
    seal: (text) => sealSecret(text, secrets.credentials, randomBytes(SEAL_NONCE_BYTES)),
    open: (sealed) => openSecret(sealed, secrets.credentials),
    onUnreadable: (person, err) =>
      log.warn({ err, person }, 'a credential cannot be opened: the person needs an invitation'),
  });
  const signIn = createSignIn({
    people,
    credentials,
    passwords: createPasswords(randomBytes(16).toString('base64url')),
    limits: createSignInLimits(),
    key: secrets.session,
    now,
  });
  const { adminKey, singleSignOn: settings } = configuration;
  await recordSingleSignOn(ledger, settings);
  const provider = settings && createIdentityProvider(settings, now);
  const singleSignOn =
    settings && provider
      ? createSingleSignOn({
          settings,
          provider,
          people,
          signIn,
          key: secrets.session,
          publicUrl,
          now,
        })
      : null;
  return { people, keys: createApiKeys(ledger, adminKey, now), signIn, singleSignOn };
}
