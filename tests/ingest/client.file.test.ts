import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { rolldown } from 'rolldown';
import configurations from '../../rolldown.config.ts';
import type { Services } from '../../server/context.ts';
import { pageRoutes } from '../../server/routes/pages-of-the-dashboard.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder('client-file');
const alone = temporaryFolder('client-alone');
// The folder is there before the routes are, which look for it.
mkdirSync(join(folder, 'web'));
const routes = pageRoutes({ pagesFolder: join(folder, 'web') } as Services);

beforeAll(async () => {
  const all = Array.isArray(configurations) ? configurations : [];
  const options = all.find(({ input }) => Object.hasOwn(Object(input), 'bellwether-client'));
  const bundle = await rolldown({ ...options });
  const output = options?.output;
  if (!output || Array.isArray(output)) throw new Error('the client has one output');
  await bundle.write({ ...output, dir: join(folder, 'client') });
  await bundle.close();
  await writeFile(join(folder, 'web', 'index.html'), '<!doctype html>');
});

test('the server hands out the client and its declarations to everyone', async () => {
  const client = await routes.request('/client.mjs');
  expect(client.status).toBe(200);
  expect(client.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(await client.text()).toContain('createBellwether');
  const declarations = await (await routes.request('/client.d.mts')).text();
  expect(declarations).toContain('export interface Bellwether ');
  expect(declarations).not.toContain('import ');
});

test('what it hands out is one file that runs on Node alone', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => void bodies.push(chunk.toString()));
    request.on('end', () =>
      response.writeHead(202).end('{"accepted":1,"duplicates":0,"rejected":[]}'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await writeFile(join(alone, 'client.mjs'), await (await routes.request('/client.mjs')).text());
  await writeFile(
    join(alone, 'application.mjs'),
    `import { createBellwether } from './client.mjs';
const bellwether = createBellwether({ url: 'http://127.0.0.1:${port}', key: 'k', workload: 'w' });
bellwether.run({ id: 'a', ok: true });
console.log(JSON.stringify([await bellwether.close(), bellwether.stats().accepted]));
`,
  );
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [join(alone, 'application.mjs')], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
  server.close();
  expect(output.trim()).toBe('[true,1]');
  expect(bodies.join('')).toMatch(/"id":"a".*"workload":"w"/);
});
