import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** A real OpenID provider on loopback that asks nobody: it signs in whom the test says. */
export interface TestIdentityProvider {
  readonly issuer: string;
  /** What Bellwether needs to know of it. */
  readonly env: Readonly<Record<string, string>>;
  /** Who sits in front of the browser. */
  account: { readonly id: string; readonly claims: Readonly<Record<string, unknown>> };
  /** Begins to answer, for an application at an origin. */
  answerFor(origin: string): void;
  stop(): Promise<void>;
}

const CLIENT = { client_id: 'bellwether', client_secret: 'secret-at-the-provider' };

/** Listens at once; until `answerFor` it is as good as down. */
export async function startIdentityProvider(groupRoles: string): Promise<TestIdentityProvider> {
  let answer: RequestListener = (request) => void request.destroy();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: TestIdentityProvider = {
    issuer,
    env: {
      BELLWETHER_OIDC_ISSUER: issuer,
      BELLWETHER_OIDC_CLIENT_ID: CLIENT.client_id,
      BELLWETHER_OIDC_CLIENT_SECRET: CLIENT.client_secret,
      BELLWETHER_OIDC_GROUP_ROLES: groupRoles,
    },
    account: { id: 'nobody', claims: {} },
    answerFor(origin) {
      const provider = openProvider(issuer, origin, () => running.account.claims);
      answer = (request, response) => {
        if (!request.url?.startsWith('/interaction/'))
          return provider.callback()(request, response);
        const login = { accountId: running.account.id };
        return void provider.interactionFinished(request, response, { login });
      };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return running;
}

function openProvider(
  issuer: string,
  origin: string,
  claims: () => Readonly<Record<string, unknown>>,
): Provider {
  return new Provider(issuer, {
    clients: [
      {
        ...CLIENT,
        redirect_uris: [`${origin}/api/session/oidc/callback`],
        post_logout_redirect_uris: [`${origin}/signin`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    cookies: { keys: ['a test needs no secret'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims() }) }),
    async loadExistingGrant({ oidc: { provider, client, session } }) {
      const { accountId } = session;
      const grant = new provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
}

/** Goes through redirects as a browser would, keeping the provider's cookies, until they leave it. */
export async function walkThrough(start: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let next = new URL(start);
  for (let hops = 0; hops < 10 && next.href.startsWith(issuer); hops += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${next.href}: ${await response.text()}`);
    next = new URL(location, next);
  }
  return next;
}
