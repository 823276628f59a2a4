import { spawn } from 'node:child_process';
import { basename, isAbsolute, join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, 'dist', 'bench');

/**
 * Bundles a script of this folder as the program itself is bundled, and runs it in a process of its
 * own: what turns sources into a program while it runs slows every function that is made anew.
 * @returns what it printed
 */
export async function runBundled(script: string, args: readonly string[]): Promise<string> {
  const file = join(OUT, `${basename(script, '.ts')}.js`);
  const bundle = await rolldown({
    input: join(import.meta.dirname, script),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
  });
  await bundle.write({ file, codeSplitting: false });
  await bundle.close();
  const child = spawn(process.execPath, ['--expose-gc', file, ...args], {
    cwd: ROOT,
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}`);
  return output.trim();
}
