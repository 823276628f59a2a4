import { expect, test } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';
import { readText } from '../tooling/repository-files.ts';

const server = useOwnServer();

test('the operator’s guide names every metric of Bellwether’s own, and no other', async () => {
  const text = await (await server().request('/metrics')).text();
  const shown = [...text.matchAll(/^# TYPE (bellwether_\w+) /gm)].map(([, name = '']) => name);
  const own = shown.filter((name) => !/^bellwether_(process|nodejs)_/.test(name));
  const listed = [...readText('docs/operating.md').matchAll(/^\| `(bellwether_\w+)`/gm)];
  expect(listed.map(([, name = '']) => name).toSorted()).toEqual(own.toSorted());
});

test('a question of the database is timed under its name', async () => {
  await server().request('/api/workloads');
  const text = await (await server().request('/metrics')).text();
  expect(text).toMatch(/^bellwether_query_seconds_count\{question="migrations"\} 1$/m);
});
