import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfiguration } from '../../../server/configuration.ts';
import { serve } from '../../../server/serve.ts';
import { placeEmptyStore } from '../../support/empty-store.ts';
import type { TestServer } from '../../support/server.ts';

const ADMIN_KEY = 'admin-key-of-a-clocked-server-01';
const PAGES = join(import.meta.dirname, '..', '..', '..', 'dist', 'web');

/** A Bellwether in the test's own process, whose clock the test sets forward. */
export interface ClockedServer extends Pick<
  TestServer,
  'url' | 'adminKey' | 'signInLink' | 'request' | 'stop'
> {
  /** What time it is there, epoch milliseconds. */
  now(): number;
  /** Lets time pass at once, evaluates the alert rules' minutes that are due then, and keeps decision dates. */
  pass(ms: number): Promise<void>;
}

/**
 * Starts the server with the built dashboard and a clock that goes behind the browser's.
 * @param behindMs how far behind; once that has passed both clocks are the same
 */
export async function startClockedServer(behindMs: number): Promise<ClockedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-clocked-'));
  placeEmptyStore(join(folder, 'data', 'clickhouse'));
  let lateMs = behindMs;
  const configuration = readConfiguration(
    {
      BELLWETHER_DATA: join(folder, 'data'),
      BELLWETHER_PORT: '0',
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
      BELLWETHER_RECEIVER_ALLOW: '127.0.0.1',
    },
    (path) => path,
  );
  const now = (): number => Date.now() - lateMs;
  const running = await serve(configuration, {
    log: pino({ level: 'error' }),
    now,
    pagesFolder: PAGES,
    isDemo: false,
    hasStarterRules: false,
  });
  const { url, signInLink } = running;
  return {
    url,
    adminKey: ADMIN_KEY,
    signInLink,
    now,
    request: (path, init = {}) =>
      fetch(new URL(path, url), {
        method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...init.headers,
        },
        ...(init.body === undefined
          ? {}
          : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
      }),
    async pass(ms) {
      lateMs -= ms;
      await running.evaluateAlerts();
      await running.deciding.decisions.overdue.keep();
    },
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
