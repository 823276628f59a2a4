import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { BellwetherError } from '../../core/errors.ts';
import { readConfiguration } from '../configuration.ts';
import { fetchServer } from './call-server.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

/**
 * Writes an answer to a file beside and puts it in place once it is whole.
 * @returns its bytes
 */
async function keepAnswer(answer: Response, path: string): Promise<number> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  let bytes = 0;
  try {
    for await (const piece of answer.body ?? []) {
      await file.write(piece as Uint8Array);
      bytes += (piece as Uint8Array).length;
    }
    await file.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return bytes;
}

/** @throws BellwetherError `invalid` where there is none, `conflict` where a file is there already */
function requireOut(out: string | undefined): string {
  if (out === undefined) throw new BellwetherError('invalid', 'say where to with --out FILE');
  const path = resolve(out);
  if (existsSync(path)) throw new BellwetherError('conflict', `${path} is there already`);
  return path;
}

const OPTIONS = {
  kind: {
    type: 'positional',
    required: false,
    description: 'run (the default), another kind of event, or span',
  },
  format: { type: 'string', description: 'ndjson (the default) or parquet' },
  out: { type: 'string', description: 'the file to write; it must not be there' },
  workload: { type: 'string', description: 'of this workload only' },
  from: { type: 'string', description: 'from this time on, such as 2026-11-01T00:00:00Z' },
  to: { type: 'string', description: 'before this time' },
  url: { type: 'string', description: 'the server; default: the one of this configuration' },
  key: { type: 'string', description: 'a key with scope read; default: BELLWETHER_ADMIN_KEY' },
} as const;

export const exportCommand = defineCommand({
  meta: {
    name: 'export',
    description: `Write raw telemetry to a file, through the running server.
Exit codes: 0 written, 2 unusable input or no server.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const [kind, ...others] = args._;
      if (others.length > 0) throw new BellwetherError('invalid', 'name one kind: see --help');
      const path = requireOut(args.out);
      const { format, workload, from, to } = args;
      const asked = Object.entries({ kind, format, workload, from, to }).filter(
        (pair): pair is [string, string] => pair[1] !== undefined,
      );
      const configuration = readConfiguration(process.env, resolve);
      const query = new URLSearchParams(asked).toString();
      const request = { method: 'GET', path: `/api/export?${query}` } as const;
      const { url, key } = args;
      const bytes = await keepAnswer(await fetchServer(configuration, { url, key }, request), path);
      console.log(`wrote ${bytes} bytes to ${path}`);
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
