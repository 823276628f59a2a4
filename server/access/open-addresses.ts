/** What signing in needs, and is therefore open to everybody: nothing else below a closed prefix is. */
const OPEN: ReadonlySet<string> = new Set([
  'POST /api/session',
  'GET /api/session/ways',
  'GET /api/session/oidc',
  'GET /api/session/oidc/callback',
]);

/** Whether a request needs neither key nor session. */
export const isOpenAddress = ({ method, path }: { method: string; path: string }): boolean =>
  OPEN.has(`${method} ${path}`);
