import type { MiddlewareHandler } from 'hono';
import { readYaml } from '../../core/read-yaml.ts';
import type { RequestVariables } from '../context.ts';

/** How YAML is called on the wire; the first is the registered name (RFC 9512). */
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** Lets a route that reads JSON take the same document as YAML. */
export const yamlBody: MiddlewareHandler<RequestVariables> = async (c, next) => {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== undefined && YAML_TYPES.includes(type)) {
    const { method, headers: sent, signal } = c.req.raw;
    const headers = new Headers(sent);
    headers.set('content-type', 'application/json');
    headers.delete('content-length');
    const body = JSON.stringify(readYaml(await c.req.raw.text()));
    c.req.raw = new Request(c.req.url, { method, headers, body, signal });
  }
  return next();
};
