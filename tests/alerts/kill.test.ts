import { spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundleChild } from '../support/bundle-child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const parent = temporaryFolder('alert-kill');
const template = join(parent, 'template');

/** What the receiver got, by delivery key. */
const received = new Map<string, Set<string>>();
let hook: Server;
let child = '';

function runChild(folder: string, killAt: string): Promise<string | null> {
  const { port } = hook.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, folder, url, killAt]);
    let errors = '';
    running.stdout.resume();
    running.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    running.once('error', reject);
    running.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal);
      else reject(new Error(`the child ended with ${code}: ${errors}`));
    });
  });
}

beforeAll(async () => {
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const key = String(request.headers['idempotency-key']);
      const told = received.get(key) ?? new Set();
      received.set(key, told.add(body));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  child = await bundleChild(join(import.meta.dirname, 'kill-child.ts'));
  await runChild(template, 'template');
});
afterAll(() => new Promise((resolve) => hook.close(resolve)));

// The first of each step is about the alert that fires, the second about its end.
const STEPS = [
  'before the evaluation is kept 1',
  'after the evaluation is kept 1',
  'before the plan is kept 1',
  'after the plan is kept 1',
  'before it is sent 1',
  'after it is sent 1',
  'after the mark is kept 1',
  'after the evaluation is kept 2',
  'after the plan is kept 2',
  'after it is sent 2',
];

test.each(STEPS)(
  'killed %s: the alert and its end are told, a repeat under the same key',
  async (killAt) => {
    received.clear();
    const folder = join(parent, killAt.replaceAll(' ', '-'));
    await cp(template, folder, { recursive: true });
    expect(await runChild(folder, killAt)).toBe('SIGKILL');
    expect(await runChild(folder, 'nowhere')).toBe(null);
    const bodies = [...received.values()].map((told) => [...told]);
    // Under one key comes one text, however often.
    expect(bodies.map((texts) => texts.length)).toEqual([1, 1]);
    const [fired, ended] = bodies.flat();
    expect(fired).toContain('"firing"');
    expect(fired).not.toContain('"resolved"');
    expect(ended).toContain('"resolved"');
  },
);
