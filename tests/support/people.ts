import type { Role } from '../../core/role.ts';
import type { OwnServer } from './own-server.ts';
import type { TestServer } from './server.ts';

/** A server of either kind: with `url` and a request with the admin key. */
type AnyServer = Pick<TestServer, 'url' | 'adminKey'> | Pick<OwnServer, 'url' | 'adminKey'>;

/** Somebody who signed in. */
export interface SignedInPerson {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  /** What a browser would send: `bellwether_session=…`. */
  readonly cookie: string;
  /** A request of theirs as from the dashboard's own pages; JSON bodies are encoded. */
  readonly request: (
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ) => Promise<Response>;
}

export const TEST_PASSWORD = 'a long enough password';

/** The cookie that an answer sets, as a browser would send it back. */
export const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

/** A request with a session's cookie, as from the dashboard's own pages. */
export function requestWith({ url }: AnyServer, cookie: string): SignedInPerson['request'] {
  return (path, { method, body, headers = {} } = {}) =>
    fetch(new URL(path, url), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        cookie,
        origin: new URL(url).origin,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

const made = async (response: Response): Promise<Response> => {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response;
};

/** Tries to sign in, with whatever the body of `POST /api/session` takes. */
export const signInWith = ({ url }: AnyServer, body: unknown): Promise<Response> =>
  fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/**
 * Adds a person with these roles, sets their password by the invitation, and signs them in.
 * @param id what owners of a workload may name them by
 */
export async function signInPerson(
  server: AnyServer,
  id: string,
  roles: readonly Role[],
): Promise<SignedInPerson> {
  const email = `${id}@example.com`;
  const answered = await fetch(new URL('/api/people', server.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.adminKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ id, name: id.replaceAll('-', ' '), email, roles }),
  });
  const { invitation } = (await (await made(answered)).json()) as { invitation: { token: string } };
  const password = TEST_PASSWORD;
  const session = await signInWith(server, { invitation: invitation.token, password });
  const cookie = cookieOf(await made(session));
  return { id, email, password, cookie, request: requestWith(server, cookie) };
}
