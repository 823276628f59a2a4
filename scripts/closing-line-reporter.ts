import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** What a run came to. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** One line, alone, for whoever reads the log: `12 passed, 0 failed`, and `, 1 skipped` where any was. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped.length > 0 ? `${line}, ${skipped.length} skipped` : line;
}

/**
 * Counts tests. A file that could not be loaded, a hook that failed and an error outside of any test
 * each count as one failure: none of them may look like a shorter run.
 */
export function totalsOf(modules: readonly TestModule[], unhandled: number): Totals {
  let passed = 0;
  let failed = unhandled;
  const skipped: string[] = [];
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'skipped') skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
      else failed += 1;
    }
  }
  return { passed, failed, skipped: skipped.toSorted() };
}

/** Ends a run with the names of skipped tests and the closing line. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const totals = totalsOf(modules, unhandled.length);
    const names = totals.skipped.map((name) => `skipped: ${name}`);
    process.stdout.write(`${[...names, closingLine(totals)].join('\n')}\n`);
  }
}
