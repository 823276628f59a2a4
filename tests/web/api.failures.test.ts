import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, mayPass } from '../../web/api/api-error.ts';
import { answer, api } from '../../web/api/client.ts';
import { createQueries } from '../../web/api/create-queries.ts';

const respond = (body: unknown, status: number, type = 'application/problem+json') =>
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }),
    ),
  );
const ask = (): Promise<unknown> => answer(api.portfolio.$get({ query: {} }));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an answer that is not the one asked for is a typed error', () => {
  it('with the problem’s own words', async () => {
    respond({ title: 'Not available right now', detail: 'the database does not answer' }, 503);
    await expect(ask()).rejects.toMatchObject({
      name: 'ApiError',
      status: 503,
      title: 'Not available right now',
      detail: 'the database does not answer',
    });
  });

  it('when the server cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    await expect(ask()).rejects.toMatchObject({ name: 'ApiError', status: 0 });
  });

  it('when something else answers at the address', async () => {
    respond('<html>', 200, 'text/html');
    await expect(ask()).rejects.toMatchObject({
      name: 'ApiError',
      title: 'Not an answer of Bellwether',
    });
  });

  it('when a failure has no readable body', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('oops', { status: 502 })));
    await expect(ask()).rejects.toMatchObject({
      name: 'ApiError',
      status: 502,
      title: 'The server answered 502',
    });
  });
});

it('only what may pass is tried again', () => {
  expect([0, 429, 500, 503].every((status) => mayPass(new ApiError(status, 'x', '')))).toBe(true);
  expect([400, 401, 403, 404, 412].some((status) => mayPass(new ApiError(status, 'x', '')))).toBe(
    false,
  );
  expect(mayPass(new Error('a bug'))).toBe(false);
});

it('a refused session is told', async () => {
  let told = 0;
  const queries = createQueries({ onSignedOut: () => (told += 1) });
  const refused = queries.fetchQuery({
    queryKey: ['x'],
    queryFn: () => Promise.reject(new ApiError(401, 'Not signed in', '')),
  });
  await expect(refused).rejects.toBeInstanceOf(ApiError);
  expect(told).toBe(1);
});
