import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { declareClient } from '../../ingest/client/declare-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const folder = temporaryFolder('client-types');

/** What the compiler says about a file beside the declarations; empty for nothing. */
async function compile(name: string, text: string, more: readonly string[] = []): Promise<string> {
  await writeFile(join(folder, name), text);
  const strict = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext'];
  const parameters = [...strict, '--types', '', ...more, join(folder, name)];
  return new Promise((resolve) => {
    execFile(
      join(ROOT, 'node_modules/.bin/tsc'),
      parameters,
      { cwd: folder },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

beforeAll(async () => {
  const source = readFileSync(join(ROOT, 'ingest/client/client-interface.ts'), 'utf8');
  await writeFile(join(folder, 'bellwether-client.d.mts'), declareClient(source));
});

test('the declarations hold for themselves in a strict project without any package', async () => {
  const text = `import { createBellwether, type RejectedEvent } from './bellwether-client.mjs';
const rejected: RejectedEvent[] = [];
const client = createBellwether({ url: 'u', key: 'k', onRejected: (event) => void rejected.push(event) });
const id: string | null = client.run({ ok: true, ts: new Date(0), attributes: { tier: 1 } });
client.send({ kind: 'feedback', run: id, rating: 1 });
const done: boolean = await client.close();
export const answer = [done, client.stats().dropped, rejected];
`;
  expect(await compile('use.mts', text, ['--lib', 'es2022'])).toBe('');
});

test('they refuse what the contract has not', async () => {
  const text = `import { createBellwether } from './bellwether-client.mjs';
const client = createBellwether({ url: 'u', key: 'k' });
client.run({ latency: 5 });
client.send({ kind: 'walk' });
client.send({ kind: 'probe' });
`;
  const said = await compile('misuse.mts', text, ['--lib', 'es2022']);
  expect([...said.matchAll(/\((\d+),/g)].map(([, line]) => line)).toEqual(['3', '4', '5']);
});

test('they mean the same events as the contract', async () => {
  const source = JSON.stringify(join(ROOT, 'ingest/client/client-event.ts'));
  const text = `import type { ClientEvent, ClientRun } from './bellwether-client.mjs';
import type { ClientEvent as Event, ClientRun as Run } from ${source};
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const same: [Same<ClientEvent, Event>, Same<ClientRun, Run>] = [true, true];
export const other: Same<ClientEvent, ClientRun> = false;
`;
  const more = ['--allowImportingTsExtensions', '--skipLibCheck', '--lib', 'es2023,dom'];
  expect(await compile('same.mts', text, more)).toBe('');
});
