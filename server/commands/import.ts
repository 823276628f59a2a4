import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand } from 'citty';
import { durationMs, durationText } from '../../core/duration.ts';
import { BellwetherError } from '../../core/errors.ts';
import { chooseReading } from '../../ingest/import/choose-reading.ts';
import { parseColumnMap } from '../../ingest/import/column-map.ts';
import {
  importFile,
  type ImportDeps,
  type ImportOutcome,
} from '../../ingest/import/import-file.ts';
import { outcomeText } from '../../ingest/import/progress-text.ts';
import type { Reading } from '../../ingest/import/read-records.ts';
import { readConfiguration } from '../configuration.ts';
import { createDisplay, type ImportDisplay } from './import-display.ts';
import { createEndpoint, type ImportEndpoint } from './import-endpoint.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const EXIT_REFUSED = 1;

interface ImportArguments {
  readonly files: readonly string[];
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly format: string | undefined;
  readonly map: string | undefined;
  readonly delimiter: string | undefined;
  readonly ignoreUnmapped: boolean;
  readonly allowMissingTs: boolean;
  readonly again: boolean;
  readonly patience: string;
}

async function readMap(path: string | undefined) {
  if (path === undefined) return null;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BellwetherError('invalid', `the column map ${path} can't be read`, { cause });
  });
  return parseColumnMap(text);
}

function readPatience(text: string): number {
  if (durationText.safeParse(text).success) return durationMs(text);
  throw new BellwetherError('invalid', `--patience takes a duration such as 10m, not ${text}`);
}

/** Says which file an error is about, and how to go on where that makes sense. */
function about(name: string, error: unknown): unknown {
  if (!(error instanceof BellwetherError)) return error;
  const { code, message, errors } = error;
  const way = code === 'unavailable' ? '; the same command goes on where this one ended' : '';
  const isNamed = message.includes(name);
  return new BellwetherError(code, `${isNamed ? '' : `${name}: `}${message}${way}`, {
    errors,
    cause: error,
  });
}

/** A file to import, and how to read it. */
interface Prepared {
  readonly path: string;
  readonly reading: Reading;
}

/** Imports one file after another; the first that can't be imported ends it. */
async function importEach(
  prepared: readonly Prepared[],
  asked: ImportArguments,
  deps: Omit<ImportDeps, 'connect' | 'onProgress' | 'onRemark'>,
  endpoint: ImportEndpoint,
  display: ImportDisplay,
): Promise<number> {
  let exitCode = 0;
  for (const file of prepared) {
    const name = basename(file.path);
    const outcome = await importFile(
      { ...asked, ...file, target: endpoint.target },
      {
        ...deps,
        connect: () => endpoint.connect(),
        onProgress: (progress) => display.progress(name, progress),
        onRemark: (remark) => display.remark(`${name}: ${remark}`),
      },
    ).catch((error: unknown): ImportOutcome => {
      throw about(name, error);
    });
    display.clear();
    console.log(outcomeText(name, outcome));
    if (outcome.kind === 'stopped') return EXIT_UNUSABLE;
    if (outcome.state.refused > 0) exitCode = EXIT_REFUSED;
  }
  return exitCode;
}

/** @returns the exit code; Ctrl-C ends it after the batch under way */
async function runImport(asked: ImportArguments): Promise<number> {
  const configuration = readConfiguration(process.env, resolve);
  const map = await readMap(asked.map);
  const patienceMs = readPatience(asked.patience);
  const prepared = asked.files.map((file) => ({
    path: resolve(file),
    reading: chooseReading(file, { ...asked, map }),
  }));
  const display = createDisplay(process.stderr, Date.now);
  const stopping = new AbortController();
  const { signal } = stopping;
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const endpoint = createEndpoint(configuration, asked, signal, (text) => display.remark(text));
  try {
    const deps = {
      sleep: (ms: number) => sleep(ms, undefined, { signal }),
      now: Date.now,
      onWait: (reason: string, ms: number) =>
        display.remark(`waiting ${Math.ceil(ms / 1000)} s: ${reason}`),
      patienceMs,
      isStopping: () => signal.aborted,
      fallbackFolder: tmpdir(),
    };
    return await importEach(prepared, asked, deps, endpoint, display);
  } finally {
    display.clear();
    await endpoint.close();
  }
}

const OPTIONS = {
  files: { type: 'positional', required: false, description: 'files; .gz is unpacked' },
  url: { type: 'string', description: 'server; default: the one of this configuration' },
  key: { type: 'string', description: 'key; default: BELLWETHER_ADMIN_KEY' },
  format: { type: 'string', description: 'ndjson or csv; default: by the name of the file' },
  map: { type: 'string', description: 'JSON file that says what the columns mean' },
  delimiter: { type: 'string', description: 'between cells of CSV; default: a comma' },
  'ignore-unmapped': { type: 'boolean', description: 'leave out columns of unknown meaning' },
  'allow-missing-ts': {
    type: 'boolean',
    description: 'events without ts get the time of receipt',
  },
  again: { type: 'boolean', description: 'send once more what was imported' },
  patience: {
    type: 'string',
    default: '10m',
    description: 'how long one batch is tried while the server is busy or away',
  },
} as const;

export const importCommand = defineCommand({
  meta: {
    name: 'import',
    description: `Import events from files of NDJSON or CSV. Goes on where an earlier run ended.
Exit codes: 0 all taken, 1 some refused, 2 not imported or not finished.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      if (args._.length === 0) throw new BellwetherError('invalid', 'name at least one file');
      const code = await runImport({
        files: args._,
        url: args.url,
        key: args.key,
        format: args.format,
        map: args.map,
        delimiter: args.delimiter,
        ignoreUnmapped: args['ignore-unmapped'] ?? false,
        allowMissingTs: args['allow-missing-ts'] ?? false,
        again: args.again ?? false,
        patience: args.patience,
      });
      process.exit(code);
    } catch (error) {
      exitWith(error);
    }
  },
});
