import { expect, test } from 'vitest';
import { requireFolder } from '../../server/commands/backup.ts';
import { readConfiguration } from '../../server/configuration.ts';

const asDataFolder = (path: string) => () =>
  readConfiguration({ BELLWETHER_DATA: path }, (resolved) => resolved);

test.each(['/a/*', '/a/?', '/a/{1,2}', '/a/}', '/a/[1]', '/a/]', '/a.zip::b', '/a :: b/c'])(
  'a path that the database would read as something else holds no data and no backup: %s',
  (path) => {
    expect(asDataFolder(path)).toThrow(
      expect.objectContaining({
        errors: [{ path: 'BELLWETHER_DATA', message: expect.stringContaining('the path may') }],
      }),
    );
    for (const command of ['backup', 'restore']) {
      expect(() => requireFolder([path], command)).toThrow('the path may');
    }
  },
);

test.each([
  "/it's",
  '/a "b" c',
  '/back\\slash',
  '/line\nbreak',
  '/Grüße 東京',
  '/a:b',
  '/$x;--%41',
])('any other does: %j', (path) => {
  expect(asDataFolder(path)().dataFolder).toBe(path);
  expect(requireFolder([path], 'backup')).toBe(path);
});
