import { readFileSync, readdirSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { defineConfig, type RolldownOptions } from 'rolldown';
import { declareClient } from './ingest/client/declare-client.ts';

/** A file in `server` that ends in `-worker.ts` runs as a thread: an entry of its own, beside `cli.js`. */
const workers = readdirSync('server', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('-worker.ts'))
  .map((path) => [basename(path, '.ts'), `server/${path}`] as const);

const server: RolldownOptions = {
  input: { cli: 'server/cli.ts', ...Object.fromEntries(workers) },
  platform: 'node',
  // Packages stay where npm put them: some have native parts.
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  output: {
    dir: 'dist/server',
    cleanDir: true,
    // All in one folder, so that an address relative to `import.meta.url` holds in every chunk.
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
  },
};

/** What applications take along: one file without a dependency, and its declarations. */
const client: RolldownOptions = {
  input: { 'bellwether-client': 'ingest/client/bellwether-client.ts' },
  platform: 'node',
  plugins: [
    {
      name: 'declarations-of-the-client',
      generateBundle() {
        const source = declareClient(readFileSync('ingest/client/client-interface.ts', 'utf8'));
        this.emitFile({ type: 'asset', fileName: 'bellwether-client.d.mts', source });
      },
    },
  ],
  output: { dir: 'dist/client', cleanDir: true, entryFileNames: '[name].mjs' },
};

export default defineConfig([server, client]);
