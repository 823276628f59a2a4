import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Seconds of the longest files, roughly: none of them may be the last to begin. */
const LONG_SECONDS: Readonly<Record<string, number>> = {
  'tests/browser/every-page.failure.test.ts': 80,
  'tests/browser/sample-organisation.use.test.ts': 100,
  'tests/server/replay-verdicts.test.ts': 60,
  'tests/browser/lifecycle.use.test.ts': 50,
  'tests/ingest/faults.kill.test.ts': 45,
  'tests/server/processes.test.ts': 45,
  'tests/server/fuzz.test.ts': 46,
  'tests/server/kill-during-ingest.test.ts': 30,
  'tests/server/import.test.ts': 28,
  'tests/server/backup.test.ts': 27,
  'tests/ingest/faults.server.test.ts': 22,
  'tests/store/cuts.server.test.ts': 20,
  'tests/alerts/kill.test.ts': 20,
  'tests/decisions/simulation.time-to-scale.test.ts': 16,
  'tests/demo/intended-verdicts.test.ts': 12,
  'tests/ingest/scan/scanned-runs.same-rows.test.ts': 12,
  'tests/signals/compare.noise.test.ts': 11,
};
const OTHER_SECONDS = 5;
/** One worker of three has a browser: two of them starve each other on two cores. */
const OTHERS_TO_A_BROWSER = 2;

/**
 * Longest first, the files with a browser spread over the others. Those that share a process stand
 * together, at the end.
 */
export class TestOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const secondsOf = ({ moduleId }: TestSpecification): number =>
      LONG_SECONDS[relative(this.ctx.config.root, moduleId)] ?? OTHER_SECONDS;
    const longestFirst = files.toSorted((a, b) => secondsOf(b) - secondsOf(a));
    const shared = longestFirst.filter(({ project }) => !project.config.isolate);
    const alone = longestFirst.filter(({ project }) => project.config.isolate);
    const browsers = alone.filter(({ project }) => project.name === 'browser');
    const others = alone.filter(({ project }) => project.name !== 'browser');
    const ordered: TestSpecification[] = [];
    let lead = 0;
    while (browsers.length > 0 || others.length > 0) {
      const isBrowsersTurn = others.length === 0 || (browsers.length > 0 && lead <= 0);
      const next = (isBrowsersTurn ? browsers : others).shift();
      if (next === undefined) break;
      ordered.push(next);
      lead += isBrowsersTurn ? OTHERS_TO_A_BROWSER * secondsOf(next) : -secondsOf(next);
    }
    return Promise.resolve([...ordered, ...shared]);
  }
}
