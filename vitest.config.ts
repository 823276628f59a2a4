import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The embedded database allows one data folder per process, and two worker threads on one path
    // crash it: every test file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/browser/**', 'tests/bench/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          // A browser and a server each: two such files side by side starve each other on two cores.
          fileParallelism: false,
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/support/browser-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
