import { defineConfig } from 'vitest/config';
import { TestOrder } from './scripts/test-order.ts';

/**
 * Tests that open no database and change nothing of their process, which can share one: starting it and
 * loading what they need costs more than most of them. Of what is not named here every file has its own.
 */
const SHARED = [
  'tests/{core,signals,web}/**/*.test.{ts,tsx}',
  'tests/decisions/!(assessor|stored-assessments|policies.registry|sign-off)*.test.ts',
  'tests/alerts/{bucket-window,burn-rate,condition,deliver.address,deliver.items,deliver.notifier}*.test.ts',
  'tests/alerts/{deliver.outbox,deliver.text,docstring,due-minutes,evaluate-rule-case}*.test.ts',
  'tests/alerts/people.{documents,episodes,flapping,next-notice,patterns,planner,properties,state}.test.ts',
  'tests/alerts/{promtool,rule-case,rule.recovery-threshold,step-alert}*.test.ts',
  'tests/demo/!(simulate-worker)*.test.ts',
  'tests/ingest/{check-event,client.delivery,client.never-throws,compile-check,hand-over,id-log}*.test.ts',
  'tests/ingest/{import,parse-body,price,redact,replay-events,seen-ids,share,spool}*.test.ts',
  'tests/ingest/ingest.{accept,exactly-once,known-events}.test.ts',
  'tests/ingest/traces.{assembly,memory,poison,restart}.test.ts',
  'tests/ingest/otlp/!(otlp.answers)*.test.ts',
  'tests/ingest/scan/*.test.ts',
  'tests/server/{body-room,configuration,effect-events,group-roles,metrics,note-telemetry}.test.ts',
  'tests/server/{person-id,query-times,record.secrets,sessions,trusted-proxies,waiting-events}.test.ts',
  'tests/store/{cluster-statement,take-turns}.test.ts',
  'tests/tooling/{deployment,documents,lockfile}.test.ts',
];

/** What promises people seconds on a page, which other tests would take from it: after all the others. */
const ALONE = ['tests/browser/first-run.arrival.test.ts'];

const BROWSER = {
  globalSetup: [
    'tests/support/build-setup.ts',
    'tests/support/folders-setup.ts',
    'tests/support/browser-setup.ts',
  ],
  testTimeout: 180_000,
  hookTimeout: 240_000,
};

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
          include: SHARED,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/browser/**', 'tests/bench/**', ...SHARED],
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
          exclude: ALONE,
          ...BROWSER,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          fileParallelism: false,
          include: ALONE,
          ...BROWSER,
        },
      },
    ],
  },
});
