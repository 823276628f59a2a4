import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './repository-files.ts';

const IMPORTS = "import { beforeAll, describe, expect, it } from 'vitest';\n";
const FILES = {
  'passes.test.ts': "it('a', () => expect(1).toBe(1));\nit('b', () => expect(2).toBe(2));\n",
  'fails.test.ts': "it('c', () => expect(1).toBe(2));\n",
  'skips.test.ts': "describe('later', () => {\n  it.skip('d', () => undefined);\n});\n",
  'does-not-load.test.ts': "throw new Error('not a test file');\n",
  'hook-fails.test.ts':
    "beforeAll(() => {\n  throw new Error('no');\n});\nit('e', () => undefined);\n",
};

/** Runs vitest with the reporter in a folder of its own. */
async function lastLinesOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-closing-'));
  try {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), IMPORTS + text);
    }
    const reporter = join(ROOT, 'scripts/closing-line-reporter.ts');
    const output = await new Promise<string>((done) => {
      const parameters = ['run', '--root', folder, '--reporter', reporter];
      execFile(join(ROOT, 'node_modules/.bin/vitest'), parameters, { cwd: folder }, (_, out) =>
        done(out),
      );
    });
    return output.trimEnd().split('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('a run ends with its counts; files and hooks that fail count, skipped tests are named', async () => {
  const lines = await lastLinesOf(FILES);
  expect(lines.slice(-3)).toEqual([
    'skipped: hook-fails.test.ts > e',
    'skipped: skips.test.ts > later > d',
    '2 passed, 3 failed, 2 skipped',
  ]);
});

it('a run without skipped tests does not speak of them', async () => {
  const lines = await lastLinesOf({ 'passes.test.ts': FILES['passes.test.ts'] });
  expect(lines.at(-1)).toBe('2 passed, 0 failed');
});
