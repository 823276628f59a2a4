import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/open-database.ts';
import { startClickHouseFront } from './clickhouse-front.ts';
import { freePort, ownProcess, type OwnProcess } from './own-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ADMIN_KEY = 'admin-key-of-several-processes';
const SECRET = '5e'.repeat(32);
const INGEST_PROCESSES = 3;

/** One control process, three that take telemetry in, one ClickHouse, and somebody who is told. */
export interface OwnInstallation {
  readonly control: OwnProcess;
  readonly ingests: readonly OwnProcess[];
  /** The database that all of them use, past them. */
  readonly database: Database;
  /** What the webhook got; what is sent again after a crash bears the key it had. */
  readonly told: readonly { readonly key: string; readonly body: string }[];
  readonly webhookUrl: string;
  /** A control process with a folder of its own. */
  readonly secondControl: () => Promise<OwnProcess>;
  /** A request with the admin key, unless another is named; a body makes it a POST. */
  readonly ask: (
    at: OwnProcess,
    path: string,
    init?: { method?: string; body?: unknown; key?: string },
  ) => Promise<{ status: number; body: unknown }>;
}

/** Starts all of it before the first test. */
export function useOwnInstallation(): () => OwnInstallation {
  const folder = temporaryFolder('installation');
  const undo: (() => Promise<unknown>)[] = [];
  let installation: OwnInstallation | undefined;

  beforeAll(async () => {
    const front = await startClickHouseFront(join(folder, 'clickhouse'));
    undo.push(() => front.close());
    const told: { key: string; body: string }[] = [];
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        told.push({ key: String(request.headers['idempotency-key']), body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    undo.push(() => new Promise((resolve) => hook.close(resolve)));
    const ports: number[] = [];
    for (let i = 0; i < INGEST_PROCESSES; i += 1) ports.push(await freePort());
    const peers = ports.map((port) => `http://127.0.0.1:${port}`);
    const environmentOf = (name: string): Record<string, string> => ({
      BELLWETHER_DATA: join(folder, name),
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
      BELLWETHER_SECRET: SECRET,
      BELLWETHER_INGEST_PEERS: peers.join(','),
      BELLWETHER_RECEIVER_ALLOW: '127.0.0.1',
      CLICKHOUSE_URL: front.url,
    });
    const started = (one: OwnProcess): OwnProcess => {
      undo.push(() => one.kill());
      return one;
    };
    const control = started(ownProcess('control', await freePort(), environmentOf('control')));
    const ingests = ports.map((port, i) =>
      started(
        ownProcess('ingest', port, {
          ...environmentOf(`ingest-${i}`),
          BELLWETHER_INGEST_SELF: peers[i] ?? '',
        }),
      ),
    );
    // All at once: those that take telemetry in wait for the schema.
    await Promise.all([control, ...ingests].map((one) => one.start()));
    const database = await openDatabase({
      kind: 'server',
      url: front.url,
      user: 'default',
      password: '',
      database: 'bellwether',
    });
    undo.push(() => database.close());
    installation = {
      control,
      ingests,
      database,
      told,
      webhookUrl: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
      secondControl: async () =>
        started(ownProcess('control', await freePort(), environmentOf('second'))),
      async ask(at, path, init = {}) {
        const response = await fetch(`${at.url}${path}`, {
          method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
          headers: {
            authorization: `Bearer ${init.key ?? ADMIN_KEY}`,
            'content-type': 'application/json',
          },
          ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
        });
        const text = await response.text();
        return {
          status: response.status,
          body: text === '' ? null : (JSON.parse(text) as unknown),
        };
      },
    };
  });
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });
  return () => {
    if (!installation) throw new Error('the installation starts before the first test');
    return installation;
  };
}

const number = z.object({ n: z.number() });

/** One number out of the database. */
export async function readNumber(database: Database, sql: string): Promise<number> {
  const [row] = await database.query('test', sql, number);
  return row?.n ?? NaN;
}
