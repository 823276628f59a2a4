import { afterEach, describe, expect, it, vi } from 'vitest';
import { environmentManager, QueryObserver } from '@tanstack/react-query';
import { ApiError, mayPass } from '../../web/api/api-error.ts';
import { answer, api } from '../../web/api/client.ts';
import { createQueries } from '../../web/api/create-queries.ts';
import { reach } from '../../web/shell/reach.ts';

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

describe('a page left open', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    [500, true],
    [404, false],
  ])('asks again by itself after %d: %s', async (status, asksAgain) => {
    vi.useFakeTimers();
    environmentManager.setIsServer(() => false);
    let isBroken = true;
    const observer = new QueryObserver(createQueries({ onSignedOut: () => undefined }), {
      queryKey: ['y'],
      queryFn: () =>
        isBroken ? Promise.reject(new ApiError(status, 'Broken', '')) : Promise.resolve('whole'),
    });
    const leave = observer.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(observer.getCurrentResult().isError).toBe(true);
    isBroken = false;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(observer.getCurrentResult().data).toBe(asksAgain ? 'whole' : undefined);
    leave();
    environmentManager.setIsServer(() => true);
  });
});

describe('a part of the dashboard that is loaded when needed', () => {
  it('is waited for while the server is away', async () => {
    let attempts = 0;
    const waits: number[] = [];
    const load = (): Promise<string> =>
      ++attempts < 4 ? Promise.reject(new TypeError('no module')) : Promise.resolve('part');
    const world = {
      isThere: () => Promise.resolve(false),
      wait: (ms: number) => Promise.resolve(void waits.push(ms)),
    };
    expect(await reach(load, world)).toBe('part');
    expect(waits).toEqual([2000, 2000, 2000]);
  });

  it('is not, where a server answers that has not got it', async () => {
    const world = { isThere: () => Promise.resolve(true), wait: () => Promise.resolve() };
    const cause = new TypeError('no module');
    await expect(reach(() => Promise.reject(cause), world)).rejects.toBe(cause);
  });
});
