import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  discovery,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ClientAuth,
  type Configuration,
} from 'openid-client';
import { BellwetherError } from '../../core/errors.ts';
import type { SignOnAttempt } from './sign-on-attempt.ts';
import type { SingleSignOnSettings } from './single-sign-on-settings.ts';

/** A provider that takes longer is as good as away. */
const TIMEOUT_SECONDS = 5;
/** How long what was found out about the provider is believed. */
const BELIEVED_MS = 30_000;

/** What a provider says of whoever signed in there. */
export interface Proof {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Ends the provider's session with it. */
  readonly idToken: string | null;
}

/** An organisation's OpenID provider, by authorization code with PKCE, state and nonce. */
export interface IdentityProvider {
  isReachable(): Promise<boolean>;
  /** Where to send the browser, and what its return is checked against. */
  begin(redirectUri: string): Promise<{ url: string; attempt: SignOnAttempt }>;
  /**
   * Who came back.
   * @param returned the whole address, as registered at the provider, with the provider's parameters
   * @throws what openid-client throws where the answer does not hold
   */
  complete(returned: URL, attempt: SignOnAttempt): Promise<Proof>;
  /** Where the browser ends the provider's session; null where that is not offered. */
  endSessionUrl(idToken: string | null, returnTo: string): Promise<string | null>;
}

/** By header where the provider takes that, which the standard makes the default. */
function authenticateClient(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [byHeader, byBody] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const offered = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (offered.includes('client_secret_basic') ? byHeader : byBody)(
      server,
      client,
      body,
      headers,
    );
  };
}

/** @param now epoch milliseconds */
export function createIdentityProvider(
  settings: SingleSignOnSettings,
  now: () => number,
): IdentityProvider {
  const { issuer, clientId, clientSecret, scopes } = settings;
  const isPlain = issuer.startsWith('http:');
  let found: { atMs: number; configuration: Promise<Configuration> } | null = null;
  const configure = (): Promise<Configuration> => {
    if (found === null || found.atMs <= now() - BELIEVED_MS) {
      const configuration = discovery(
        new URL(issuer),
        clientId,
        undefined,
        authenticateClient(clientSecret),
        // The settings allow plain HTTP on loopback only.
        { timeout: TIMEOUT_SECONDS, execute: isPlain ? [allowInsecureRequests] : [] },
      ).catch((cause: unknown) => {
        const words =
          'the identity provider does not answer: sign in with a password, or try again';
        throw new BellwetherError('unavailable', words, { cause, retryAfterSeconds: 30 });
      });
      found = { atMs: now(), configuration };
    }
    return found.configuration;
  };
  return {
    isReachable: () =>
      configure().then(
        () => true,
        () => false,
      ),
    async begin(redirectUri) {
      const configuration = await configure();
      const attempt = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
      };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: scopes,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, attempt };
    },
    async complete(returned, { state, nonce, verifier }) {
      const configuration = await configure();
      const tokens = await authorizationCodeGrant(configuration, returned, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the provider sent no ID token');
      const offersMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
      // Providers may keep profile, email and groups out of the ID token.
      const more = offersMore
        ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {};
      return { claims: { ...more, ...claims }, idToken: tokens.id_token ?? null };
    },
    async endSessionUrl(idToken, returnTo) {
      const configuration = await configure();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      const hint = idToken === null ? {} : { id_token_hint: idToken };
      return buildEndSessionUrl(configuration, { ...hint, post_logout_redirect_uri: returnTo })
        .href;
    },
  };
}
