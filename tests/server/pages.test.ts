import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Services } from '../../server/context.ts';
import { SESSION_COOKIE } from '../../server/access/sessions.ts';
import { pageRoutes } from '../../server/routes/pages-of-the-dashboard.ts';

const PAGES = join(import.meta.dirname, '..', '..', 'dist', 'web');
const routes = pageRoutes({ pagesFolder: PAGES } as Services);
const plain = (bytes: Buffer): Buffer => bytes;

test.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
  ['', null, plain],
])('a browser that takes %j gets scripts as %j, and the same ones', async (takes, as, unpack) => {
  const scripts = (await readdir(join(PAGES, 'assets'))).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(10);
  for (const name of scripts) {
    const answer = await routes.request(`/assets/${name}`, {
      headers: takes === '' ? {} : { 'accept-encoding': takes },
    });
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, as]);
    expect(answer.headers.get('content-type')).toContain('text/javascript');
    if (as !== null) expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    const bytes = unpack(Buffer.from(await answer.arrayBuffer()));
    expect(bytes.equals(await readFile(join(PAGES, 'assets', name)))).toBe(true);
  }
});

test('the first page asks for what it shows while its code loads, of whoever is signed in', async () => {
  const cookie = `${SESSION_COOKIE}=some-session`;
  const linkOf = async (path: string, headers: Record<string, string>) =>
    (await routes.request(path, { headers })).headers.get('link');
  expect(await linkOf('/', { cookie })).toBe(
    '</api/session>; rel=preload; as=fetch; crossorigin, </api/portfolio>; rel=preload; as=fetch; crossorigin',
  );
  expect(await linkOf('/', {})).toBeNull();
  expect(await linkOf('/signin', { cookie })).toBeNull();
});
