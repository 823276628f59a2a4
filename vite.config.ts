import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8787';
const SERVER_PATHS = [
  '/api',
  '/v1',
  '/otlp',
  '/client.mjs',
  '/client.d.mts',
  '/healthz',
  '/readyz',
  '/metrics',
];

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/** Modules below these folders of the repository. */
const inFolder = (...folders: string[]): RegExp =>
  new RegExp(`^${ROOT.replaceAll(/[.+]/g, '\\$&')}(?:${folders.join('|')})`);

export default defineConfig({
  root: 'web',
  plugins: [react()],
  resolve: {
    alias: {
      '@stdlib/assert-has-generator-support': fileURLToPath(
        new URL('web/return/what-if/generators-are-supported.cjs', import.meta.url),
      ),
    },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // All charts are one chunk, and it loads when a page draws one.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files: each is a request of its own on one of a browser's six connections.
          groups: [
            { name: 'base', tags: ['$initial'], priority: 5 },
            // Charts load when a page draws one; nothing else may pull them into the first load.
            {
              name: 'echarts',
              test: /node_modules[\\/](?:echarts|zrender|tslib)[\\/]/,
              priority: 4,
            },
            // Small things that pages have in common, none of which needs what follows.
            {
              name: 'parts',
              test: inFolder(
                'node_modules/(?!zod|@stdlib|debug|ms/)',
                'web/(?:parts|format|tables|keys)',
                'web/charts/(?:crosshair|nice-extent|time-ticks)',
                'web/workload/(?:build-verdict-strip|chart-inset|verdict-stretches|tell-point|tabs-of)',
                'web/alerts/(?:severity|list-keys)',
                'web/decisions/overdue',
                'web/(?:policies|readiness)/tell-',
                'web/settings/role-words',
                'web/audit/desk-keys',
                'signals/history-rows',
                'core/review-verdicts',
                'web/api/(?:people|use-may)',
                'web/return/return-lengths',
              ),
              minShareCount: 2,
              priority: 3,
            },
            // Checks of what people write, and what signals are worked out with: in some pages only.
            {
              name: 'schemas',
              test: inFolder('node_modules/zod', 'core/(?!statistics)', 'web/ingest/contract/zod-'),
              minShareCount: 2,
              priority: 2,
            },
            {
              name: 'signals',
              test: inFolder('node_modules/@stdlib', 'signals/catalogue'),
              minShareCount: 2,
              priority: 1,
            },
            // What stands around every chart over time, and comes with the first of them.
            {
              name: 'charts',
              test: inFolder(
                'web/charts/(?:echarts|use-chart|palette|build-mark-lines)',
                'web/workload/(?:signal-chart|build-signal-chart|step-chart|build-chart-frame)',
              ),
              priority: 0,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    fs: { allow: ['..'] },
    proxy: Object.fromEntries(SERVER_PATHS.map((path) => [path, { target: SERVER }])),
  },
});
