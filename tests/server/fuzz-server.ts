import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { readConfiguration } from '../../server/configuration.ts';
import { serve } from '../../server/serve.ts';
import { openDatabase } from '../../store/open-database.ts';
import { NOW } from '../ingest/test-moment.ts';
import { placeEmptyStore } from '../support/empty-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { FuzzRequest } from './fuzz-bodies.ts';

const ADMIN_KEY = 'admin-key-of-the-fuzz-test-0001';
const AT_ONCE = 500;
/** A body may be refused for what it is; it is never the server's fault. */
const EXPECTED = new Set([200, 202, 400, 413, 415]);

/** Repeats a failure: `FUZZ_SEED=… npx vitest run tests/server/fuzz…`. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** What a server said to many bodies. */
export interface FuzzOutcome {
  readonly statuses: Readonly<Record<number, number>>;
  /** What was logged as an error. */
  readonly faults: readonly string[];
}

/**
 * Sends bodies to a server of its own that lives at `NOW`, and stops it.
 * @param next makes the next body
 * @param onAnswer told of each answer of 200 and 202
 * @throws with the seed and the body on any answer that a body alone cannot cause
 */
export async function fuzz(
  folder: string,
  count: number,
  next: () => FuzzRequest,
  onAnswer: (body: Buffer) => void,
): Promise<FuzzOutcome> {
  const faults: string[] = [];
  placeEmptyStore(join(folder, 'data/clickhouse'));
  const configuration = readConfiguration(
    {
      BELLWETHER_DATA: join(folder, 'data'),
      BELLWETHER_PORT: '0',
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
      BELLWETHER_RAW_RETENTION_DAYS: '3650',
    },
    (path) => path,
  );
  const server = await serve(configuration, {
    log: pino({ level: 'error' }, { write: (line: string) => void faults.push(line) }),
    now: () => NOW,
    pagesFolder: null,
    isDemo: false,
    // Many small bodies fill few segments: what is fuzzed is the way to them.
    ingestLimits: { sealAfterMs: 30_000 },
  });
  const authorization = `Bearer ${ADMIN_KEY}`;
  const statuses: Record<number, number> = {};
  const send = async ({ path, headers, body }: FuzzRequest): Promise<void> => {
    const url = new URL(path, server.url);
    const length = { 'content-length': String(body.length) };
    const init = { method: 'POST', headers: { ...headers, ...length, authorization }, body };
    const answer = await server.fetch(new Request(url, init));
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (!EXPECTED.has(answer.status)) {
      const shown = Buffer.from(body).toString('base64');
      throw new Error(
        `FUZZ_SEED=${SEED}: ${answer.status} from ${path} to ${JSON.stringify(headers)} ${shown}`,
      );
    }
    const answered = Buffer.from(await answer.arrayBuffer());
    if (answer.status < 300) onAnswer(answered);
  };
  try {
    for (let sent = 0; sent < count; sent += AT_ONCE) {
      const batch = Math.min(AT_ONCE, count - sent);
      await Promise.all(Array.from({ length: batch }, () => send(next())));
    }
  } finally {
    await server.stop();
  }
  return { statuses, faults };
}

/** One row of numbers out of the database that a stopped server left. */
export async function readNumbers(folder: string, sql: string): Promise<Record<string, number>> {
  const database = await openDatabase({
    kind: 'embedded',
    folder: join(folder, 'data/clickhouse'),
  });
  try {
    const [row] = await database.query('test', sql, z.record(z.string(), z.number()));
    return row ?? {};
  } finally {
    await database.close();
  }
}

/** A folder for one fuzz, gone after it. */
export const fuzzFolder = (): string => temporaryFolder('fuzz');
