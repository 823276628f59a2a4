import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { streamSSE, type SSEMessage } from 'hono/streaming';
import { authenticate } from '../access/authenticate.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { problems } from './request-schemas.ts';
import { createWaitingEvents } from './waiting-events.ts';

/** Often enough that proxies keep the connection and a reader notices a dead one. */
const PING_INTERVAL_MS = 15_000;
const PING: SSEMessage = { event: 'ping', data: '{}' };

const getStream = createRoute({
  method: 'get',
  path: '/api/stream',
  summary:
    'Changes as they happen: events telemetry, assessed, verdict, mode, decision, alert, tail and ping',
  responses: {
    200: {
      description: 'Server-sent events, until the reader leaves or may no longer read',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problems,
  },
});

/** Changes as they happen, for pages that are open. */
export function streamRoutes(services: Services) {
  const routes = new OpenAPIHono<RequestVariables>();
  routes.openAPIRegistry.registerPath(getStream);
  return routes.get('/api/stream', (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'read');
    return streamSSE(c, async (stream) => {
      const waiting = createWaitingEvents(principal.workloads);
      let wake = (): void => {};
      const unsubscribe = services.hub.subscribe((event) => {
        waiting.add(event);
        wake();
      });
      stream.onAbort(() => {
        unsubscribe();
        wake();
      });
      // Asked before every message: a revoked key or an ended session is told nothing more.
      const mayGoOn = (): boolean =>
        !stream.aborted && !stream.closed && authenticate(c.req, services) !== null;
      const next = (): SSEMessage | null => {
        const event = waiting.take();
        return event && { event: event.type, data: JSON.stringify(event.data) };
      };
      const pause = (): Promise<SSEMessage | null> =>
        new Promise((resolve) => {
          const timer = setTimeout(() => resolve(PING), PING_INTERVAL_MS);
          wake = () => {
            clearTimeout(timer);
            resolve(null);
          };
          if (stream.aborted) wake();
        });
      let message: SSEMessage | null = PING;
      while (mayGoOn()) {
        if (message) await stream.writeSSE(message);
        message = next() ?? (await pause());
      }
      unsubscribe();
    });
  });
}
