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
          groups: [
            // Charts load when a page draws one; nothing else may pull them into the first load.
            {
              name: 'echarts',
              test: /node_modules[\\/](?:echarts|zrender|tslib)[\\/]/,
              priority: 2,
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
