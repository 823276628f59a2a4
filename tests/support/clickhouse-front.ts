import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What can be wrong with a server or the way to it. Its words are those of ClickHouse and of proxies. */
export const FAULTS = {
  none: null,
  /** Connections are closed as soon as they are opened. */
  refuse: null,
  /** The connection breaks while the server reads the request. */
  reset: null,
  /** The server has done what it was asked, and the connection breaks before it says so. */
  'lost answer': null,
  /** The connection breaks in the middle of the answer. */
  'half answer': null,
  /** The server takes the request and says nothing, ever. */
  silent: null,
  slow: null,
  '500': 'Internal Server Error',
  memory:
    'Code: 241. DB::Exception: Memory limit (total) exceeded: would use 3.60 GiB. (MEMORY_LIMIT_EXCEEDED)',
  'read-only':
    'Code: 242. DB::Exception: Table is in readonly mode since table metadata was not found in zookeeper. (TABLE_IS_READ_ONLY)',
} as const;
export type Fault = keyof typeof FAULTS;

/** The embedded engine behind ClickHouse's HTTP interface, as far as the store speaks it. */
export interface ClickHouseFront {
  readonly url: string;
  /** What is wrong with it now. */
  fault: Fault;
  /** Requests that met the fault since it was set. */
  readonly struck: number;
  /** Lets some more requests go well before it sets in. */
  breakAfter(requests: number, fault: Fault): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `http_max_field_value_size` of a server: no field of a form may be longer, in bytes. */
const MAX_FIELD_BYTES = 131_072;

/** What stands in the body: a query with its parameters as a form, or a query or data alone. */
async function readForm(request: IncomingMessage, body: Buffer): Promise<URLSearchParams | null> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return null;
  const form = new URLSearchParams();
  const sent = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  for (const [name, value] of sent) {
    if (typeof value !== 'string') throw new Error(`${name} is a file`);
    if (Buffer.byteLength(value) > MAX_FIELD_BYTES) throw new Error('Field value too long');
    form.append(name, value);
  }
  return form;
}

/** Settings of the HTTP layer that the engine itself does not know. */
const HTTP_ONLY = new Set([
  'query',
  'query_id',
  'database',
  'wait_end_of_query',
  'session_id',
  'role',
]);

/** Statements that run side by side, as in a server; a session runs one after another. */
const SESSIONS = 3;
const SLOW_MS = 400;
const WRITES = /^\s*(INSERT|ALTER|CREATE|DROP|TRUNCATE)/i;

/** Lends out a few things to one borrower at a time each. */
function createPool<T>(items: readonly T[]): <R>(use: (item: T) => Promise<R>) => Promise<R> {
  const free = [...items];
  const waiting: ((item: T) => void)[] = [];
  return async (use) => {
    const item = free.pop() ?? (await new Promise<T>((resolve) => waiting.push(resolve)));
    try {
      return await use(item);
    } finally {
      const next = waiting.shift();
      if (next) next(item);
      else free.push(item);
    }
  };
}

/**
 * Starts the front, on a free port unless one is named. As many a proxy does, it refuses addresses over 16 KB. Bodies of RowBinary inserts are read by the engine from a file
 * in place of `input()`; everything else is passed on as it came.
 */
export async function startClickHouseFront(folder: string, port = 0): Promise<ClickHouseFront> {
  const require = createRequire(import.meta.url);
  const { Session, drainPending } = require('chdb') as typeof import('chdb');
  await mkdir(folder, { recursive: true });
  const sessions = Array.from({ length: SESSIONS }, () => new Session(folder));
  const inSession = createPool(sessions);
  let files = 0;
  const state = { fault: 'none' as Fault, spare: 0, struck: 0 };

  const run = async (request: IncomingMessage, fault: Fault): Promise<Buffer> => {
    const url = new URL(request.url ?? '/', 'http://front');
    const body = await bodyOf(request);
    const form = await readForm(request, body);
    const fields = [...url.searchParams, ...(form ?? [])];
    const inAddress = url.searchParams.get('query');
    let sql = inAddress ?? form?.get('query') ?? body.toString('utf8');
    let file: string | null = null;
    if (inAddress !== null && body.length > 0) {
      if (/FORMAT RowBinary\s*$/.test(sql)) {
        file = join(folder, `body-${++files}.bin`);
        await writeFile(file, body);
        sql = sql
          .replace(/\s*FORMAT RowBinary\s*$/, '')
          .replace(/input\(/, `file('${file}', RowBinary, `);
      } else if (/FORMAT Native\s*$/.test(sql)) {
        file = join(folder, `body-${++files}.bin`);
        await writeFile(file, body);
        sql = sql.replace(/FORMAT Native\s*$/, `SELECT * FROM file('${file}', Native)`);
      } else {
        sql = `${sql}\n${body.toString('utf8')}`;
      }
    }
    const settings = fields
      .filter(([name]) => !HTTP_ONLY.has(name) && !name.startsWith('param_'))
      .map(([name, value]) => `SET ${name} = '${value.replaceAll("'", "''")}'; `);
    const parameters = fields
      .filter(([name]) => name.startsWith('param_'))
      .map(
        ([name, value]) =>
          `SET ${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'; `,
      );
    try {
      const statement = [...settings, ...parameters, sql].join('');
      const text = FAULTS[fault];
      if (text !== null && (fault !== 'read-only' || WRITES.test(sql))) {
        state.struck += 1;
        throw new Error(text);
      }
      const result = await inSession((session) => session.queryAsync(statement));
      return Buffer.from(result.bytes());
    } finally {
      if (file) await rm(file);
    }
  };

  /** The fault that the next request meets. */
  const nextFault = (): Fault => {
    if (state.spare === 0) return state.fault;
    state.spare -= 1;
    return 'none';
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = nextFault();
    // What is told in words counts where it is told.
    if (FAULTS[fault] === null && fault !== 'none') state.struck += 1;
    if (fault === 'refuse') return void request.socket.destroy();
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    // Read all the same, or a client that gives up is not noticed.
    if (fault === 'silent') return void request.resume();
    if (fault === 'slow') await wait(SLOW_MS);
    try {
      const bytes = await run(request, fault);
      if (fault === 'lost answer') return void request.socket.resetAndDestroy();
      if (fault !== 'half answer') return void response.writeHead(200).end(bytes);
      response.writeHead(200, { 'content-length': bytes.length + 1 });
      response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.resetAndDestroy());
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      response.writeHead(500).end(text);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => {
    if (state.fault !== 'refuse' || state.spare > 0) return;
    state.struck += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const breakAfter = (requests: number, fault: Fault): void => {
    Object.assign(state, { fault, spare: requests, struck: 0 });
    if (fault !== 'refuse' || requests > 0) return;
    // Connections that are open would go past a refusal.
    server.closeIdleConnections();
    state.struck = 1;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAfter,
    get struck() {
      return state.struck;
    },
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      breakAfter(0, fault);
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.close();
      await drainPending();
    },
  };
}
