import { mkdir } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { rolldown } from 'rolldown';

/** Below `node_modules`, so that packages are found from there, and git does not see it. */
const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'test-children');

/**
 * One file of a program that a test starts many times: from the sources each start would take twice as
 * long, most of it for translating them.
 * @param source path of the program
 * @returns path of the file, which plain Node runs
 */
export async function bundleChild(source: string): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const file = join(FOLDER, `${basename(source, '.ts')}-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: source,
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
