import { readdirSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { defineConfig } from 'rolldown';

/** A file in `server` that ends in `-worker.ts` runs as a thread: an entry of its own, beside `cli.js`. */
const workers = readdirSync('server', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('-worker.ts'))
  .map((path) => [basename(path, '.ts'), `server/${path}`] as const);

export default defineConfig({
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
});
