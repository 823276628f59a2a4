/** Sends an NDJSON file in batches over a few connections, then flushes; prints the seconds it took. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const CONNECTIONS = 8;
const [url = '', key = '', file = '', size = '1000'] = process.argv.slice(2);

function batches(content: Buffer, lines: number): Buffer[] {
  const result: Buffer[] = [];
  let start = 0;
  let count = 0;
  for (let at = content.indexOf(10); at !== -1; at = content.indexOf(10, at + 1)) {
    count += 1;
    if (count % lines === 0) {
      result.push(content.subarray(start, at + 1));
      start = at + 1;
    }
  }
  if (start < content.length) result.push(content.subarray(start));
  return result;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function post(path: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, url),
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/x-ndjson',
          'content-length': body.length,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

const waiting = batches(readFileSync(file), Number(size));
const started = performance.now();
let next = 0;
async function lane(): Promise<void> {
  for (let body = waiting[next++]; body !== undefined; body = waiting[next++]) {
    for (;;) {
      const status = await post('/v1/events', body);
      if (status === 202) break;
      if (status !== 429 && status !== 503) throw new Error(`the server answered ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
await Promise.all(Array.from({ length: CONNECTIONS }, lane));
const flushed = await post('/api/ingest/flush', Buffer.alloc(0));
if (flushed !== 200) throw new Error(`the flush answered ${flushed}`);
console.log((performance.now() - started) / 1000);
agent.destroy();
