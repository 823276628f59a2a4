import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { BellwetherError } from '../../core/errors.ts';
import { SESSION_COOKIE } from '../access/sessions.ts';
import type { Services } from '../context.ts';

/** Addresses that are never a page of the dashboard. */
const NOT_A_PAGE = /^\/(api|v1|otlp|ofrep|mcp)(\/|$)/;

/** The client for Node and its declarations, for whoever fetches it from here instead of a package. */
const CLIENT_FILES = [
  ['/client.mjs', 'bellwether-client.mjs', 'text/javascript; charset=utf-8'],
  ['/client.d.mts', 'bellwether-client.d.mts', 'text/plain; charset=utf-8'],
] as const;

/** What the first page asks as soon as its code runs: asked while that is still loading. */
const ASKED_FIRST = ['/api/session', '/api/portfolio']
  .map((address) => `<${address}>; rel=preload; as=fetch; crossorigin`)
  .join(', ');

/** The built dashboard: its files, and its one page for every address that it routes itself. */
export function pageRoutes({ pagesFolder }: Services) {
  const routes = new Hono();
  if (pagesFolder === null) return routes;
  routes.use(
    '/assets/*',
    serveStatic({
      root: pagesFolder,
      precompressed: true,
      onFound: (_, c) => {
        c.header('Cache-Control', 'public, max-age=31536000, immutable');
        // Also where this browser takes none: a proxy may keep the answer for one that does.
        c.header('Vary', 'Accept-Encoding');
      },
    }),
  );
  routes.get(
    '/:file{[a-z0-9-]+\\.(svg|png|ico|txt|webmanifest)}',
    serveStatic({ root: pagesFolder }),
  );
  for (const [address, file, type] of CLIENT_FILES) {
    routes.get(address, async (c) => {
      // Built beside the pages.
      const text = await readFile(join(pagesFolder, '..', 'client', file), 'utf8');
      return c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
    });
  }
  routes.get('*', async (c) => {
    if (NOT_A_PAGE.test(c.req.path) || c.req.path.startsWith('/assets/')) {
      throw new BellwetherError('not_found', `there is nothing at ${c.req.path}`);
    }
    if (c.req.path === '/' && getCookie(c, SESSION_COOKIE) !== undefined) {
      c.header('Link', ASKED_FIRST);
    }
    const page = await readFile(join(pagesFolder, 'index.html'), 'utf8');
    return c.html(page, 200, { 'Cache-Control': 'no-cache' });
  });
  return routes;
}
