import { createApp } from '../../server/app.ts';
import type { Services } from '../../server/context.ts';

/** Stands for every service: routes are only listed, never asked. */
const anything: unknown = new Proxy(() => anything, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '.' : anything),
});

/** Every route of the interface as `METHOD /path/{id}`, those that no document describes included. */
export function routesOfApp(): string[] {
  const all = createApp(anything as Services).routes;
  const own = new Set(all.filter(({ method }) => method !== 'ALL').map(({ path }) => path));
  const routes = all.filter(
    // Not middleware, nor the one page that the dashboard routes itself.
    ({ method, path }) => !path.endsWith('*') && !(method === 'ALL' && own.has(path)),
  );
  const named = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  return [...new Set(named)].sort();
}
