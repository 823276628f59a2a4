import { describe, expect, it } from 'vitest';
import { listKeyGroups } from '../../web/keys/key-groups.ts';
import { readGoKey } from '../../web/keys/read-go-key.ts';
import { PAGES } from '../../web/shell/pages.ts';

describe('a g and a letter', () => {
  it('leads to the page of that letter', () => {
    for (const { key, to } of PAGES) {
      expect(readGoKey(100, key, 900)).toEqual({ command: { kind: 'go', to }, waitsSinceMs: null });
    }
  });

  it('does nothing once the g is forgotten, or after a letter of no page', () => {
    expect(readGoKey(100, 'a', 1700).command).toBeNull();
    expect(readGoKey(100, 'q', 200)).toEqual({ command: null, waitsSinceMs: null });
    expect(readGoKey(null, 'a', 200).command).toBeNull();
  });

  it('waits on while a shifted key is on its way', () => {
    expect(readGoKey(100, 'Shift', 200)).toEqual({ command: null, waitsSinceMs: 100 });
  });

  it('is of one page alone', () => {
    const keys = [...PAGES.map(({ key }) => key), 'g', 'h'];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it('every key of every page is told in words', () => {
  const told = listKeyGroups(false).flatMap(({ keys }) => keys.map((one) => one.keys));
  for (const { key } of PAGES) expect(told).toContain(`g ${key}`);
  for (const keys of ['Ctrl K', '?', 'a', 'z', '1', '4', 'u']) expect(told).toContain(keys);
  expect(listKeyGroups(true)[0]?.keys[0]?.keys).toBe('⌘ K');
});
