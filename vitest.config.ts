import { defineConfig } from 'vitest/config';
import { TestOrder } from './scripts/test-order.ts';

/** Tests of pure functions, which can share a process: starting one costs more than most of them. */
const PURE = [
  ...['core', 'signals', 'web'].map((room) => `tests/${room}/**/*.test.{ts,tsx}`),
  'tests/decisions/!(assessor|stored-assessments|policies.registry|sign-off)*.test.ts',
];

export default defineConfig({
  test: {
    // The embedded database allows one data folder per process, and two worker threads on one path
    // crash it: every test file gets a process of its own.
    pool: 'forks',
    // One more than the least number of cores: most files wait now and then, for a disk or a browser.
    maxWorkers: 3,
    sequence: { sequencer: TestOrder },
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          isolate: false,
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/browser/**', 'tests/bench/**', ...PURE],
          globalSetup: ['tests/support/build-setup.ts', 'tests/support/folders-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          globalSetup: [
            'tests/support/build-setup.ts',
            'tests/support/folders-setup.ts',
            'tests/support/browser-setup.ts',
          ],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
