import { describe, expect, it } from 'vitest';
import { isOldLine, reachedByLines, tellOldLines } from '../../web/portfolio/build-old-lines.ts';

const AT = '2026-10-03T08:30:00.000Z';
const line = (assessed_at: string) => ({ assessed_at });

describe('lines of before a start', () => {
  it('are those that are older than a running server leaves them', () => {
    expect(isOldLine(line('2026-10-03T08:25:00.000Z'), AT)).toBe(false);
    expect(isOldLine(line('2026-10-03T08:24:59.000Z'), AT)).toBe(true);
  });

  it('are told with their number and the oldest of their instants', () => {
    const fresh = line(AT);
    expect(tellOldLines([fresh], AT)).toBeNull();
    const told = tellOldLines(
      [fresh, line('2026-10-02T08:00:00.000Z'), line('2026-10-01T08:00:00.000Z')],
      AT,
    );
    expect(told).toMatch(/^2 of 3 as of .*1 Oct/);
    expect(tellOldLines([line('2026-10-01T08:00:00.000Z')], AT)).toMatch(/^All as of /);
  });

  it('do not take part in the instant that the page is as of, which every other line has reached', () => {
    const [earlier, later] = ['2026-10-03T08:28:30.000Z', '2026-10-03T08:29:00.000Z'].map(line);
    const old = line('2026-10-01T08:00:00.000Z');
    expect(reachedByLines([later!, old, earlier!], AT)).toBe('2026-10-03T08:28:30.000Z');
    expect(reachedByLines([old], AT)).toBe(AT);
    expect(reachedByLines([], AT)).toBe(AT);
  });
});
