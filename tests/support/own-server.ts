import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { readConfiguration } from '../../server/configuration.ts';
import type { RunningServer } from '../../server/running-server.ts';
import { serve } from '../../server/serve.ts';
import type { ServeOptions } from '../../server/serve-options.ts';
import { placeEmptyStore } from './empty-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ADMIN_KEY = 'admin-key-of-a-server-in-process';

/** A Bellwether inside the test's own process. */
export interface OwnServer extends Pick<
  RunningServer,
  'url' | 'keys' | 'evaluateAlerts' | 'signInLink'
> {
  readonly adminKey: string;
  /** Messages logged at `error`, with what they say beside. */
  readonly faults: readonly string[];
  /** A request without a socket, with the admin key unless the headers name another. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** The same, with a document as JSON and the answer's JSON. */
  ask(path: string, body?: unknown, init?: RequestInit): Promise<{ status: number; body: unknown }>;
}

/** Starts the server before the first test; one a file, because the engine holds one folder a process. */
export function useOwnServer(
  options: Partial<ServeOptions> & {
    readonly env?: Readonly<Record<string, string>>;
    /** The installation's secret, 32 bytes in hex, for what depends on it; absent: this start's own. */
    readonly secret?: string;
  } = {},
): () => OwnServer {
  const folder = temporaryFolder('own-server');
  const faults: string[] = [];
  let running: RunningServer | undefined;
  beforeAll(async () => {
    const data = join(folder, 'data');
    if (options.secret !== undefined) {
      await mkdir(data, { mode: 0o700 });
      await writeFile(join(data, 'secret.key'), options.secret, { mode: 0o600 });
    }
    placeEmptyStore(join(data, 'clickhouse'));
    const configuration = readConfiguration(
      {
        BELLWETHER_DATA: data,
        BELLWETHER_PORT: '0',
        BELLWETHER_ADMIN_KEY: ADMIN_KEY,
        ...options.env,
      },
      (path) => path,
    );
    const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(line) });
    running = await serve(configuration, {
      log,
      now: Date.now,
      pagesFolder: null,
      isDemo: false,
      hasStarterRules: false,
      ...options,
    });
  });
  afterAll(() => running?.stop());
  return () => {
    if (!running) throw new Error('the server starts before the first test');
    const { url, keys, evaluateAlerts, signInLink, fetch: answer } = running;
    const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${ADMIN_KEY}`);
      return answer(new Request(new URL(path, url), { ...init, headers }));
    };
    return {
      url,
      keys,
      evaluateAlerts,
      signInLink,
      adminKey: ADMIN_KEY,
      faults,
      request,
      async ask(path, body, init = {}) {
        const headers = new Headers(init.headers);
        if (body !== undefined) headers.set('content-type', 'application/json');
        const answered = await request(path, {
          method: body === undefined ? 'GET' : 'POST',
          ...init,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await answered.text();
        return {
          status: answered.status,
          body: text === '' ? null : (JSON.parse(text) as unknown),
        };
      },
    };
  };
}
