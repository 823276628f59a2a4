import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The embedded engine behind ClickHouse's HTTP interface, as far as the store speaks it. */
export interface ClickHouseFront {
  readonly url: string;
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

/**
 * Starts the front on a free port. As many a proxy does, it refuses addresses over 16 KB. Bodies of RowBinary inserts are read by the engine from a file
 * in place of `input()`; everything else is passed on as it came.
 */
export async function startClickHouseFront(folder: string): Promise<ClickHouseFront> {
  const require = createRequire(import.meta.url);
  const { Session, drainPending } = require('chdb') as typeof import('chdb');
  await mkdir(folder, { recursive: true });
  const session = new Session(folder);
  let files = 0;

  const run = async (request: IncomingMessage): Promise<Buffer> => {
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
      const result = await session.queryAsync([...settings, ...parameters, sql].join(''));
      return Buffer.from(result.bytes());
    } finally {
      if (file) await rm(file);
    }
  };

  const server = createServer((request, response) => {
    run(request).then(
      (bytes) => response.writeHead(200).end(bytes),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      session.close();
      await drainPending();
    },
  };
}
