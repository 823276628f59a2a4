import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { evidenceStart, type EvidenceRestarts } from '../../decisions/engine/evidence-start.ts';

const AT_MS = Date.UTC(2026, 2, 1);
const NOTHING: EvidenceRestarts = { releases: [], limitChangesMs: [], failedMs: null };
const release = (atMs: number) => ({ atMs, dimension: 'release' as const, value: 'r2' });

describe('evidence', () => {
  it('reaches back by its window when nothing changed', () => {
    expect(evidenceStart(AT_MS, 28 * DAY_MS, NOTHING)).toEqual({
      sinceMs: AT_MS - 28 * DAY_MS,
      cause: 'window',
      change: null,
    });
  });

  it.each([
    [
      'release',
      { ...NOTHING, releases: [release(AT_MS - 9 * DAY_MS), release(AT_MS - 3 * DAY_MS)] },
      3,
    ],
    ['limit', { ...NOTHING, limitChangesMs: [AT_MS - 9 * DAY_MS, AT_MS - 2 * DAY_MS] }, 2],
    ['failure', { ...NOTHING, failedMs: AT_MS - DAY_MS }, 1],
  ] as const)('restarts at the latest change: %s', (cause, restarts, days) => {
    const start = evidenceStart(AT_MS, 28 * DAY_MS, restarts);
    expect(start.sinceMs).toBe(AT_MS - days * DAY_MS);
    expect(start.cause).toBe(cause);
  });

  it('takes whichever change came last', () => {
    const restarts = {
      releases: [release(AT_MS - 3 * DAY_MS)],
      limitChangesMs: [AT_MS - 5 * DAY_MS],
      failedMs: AT_MS - 4 * DAY_MS,
    };
    expect(evidenceStart(AT_MS, 28 * DAY_MS, restarts).cause).toBe('release');
  });

  it('leaves out changes that lie before its window or after the instant', () => {
    const restarts = {
      releases: [release(AT_MS - 40 * DAY_MS), release(AT_MS + 1)],
      limitChangesMs: [AT_MS + HOUR_MS],
      failedMs: null,
    };
    expect(evidenceStart(AT_MS, 28 * DAY_MS, restarts).cause).toBe('window');
  });

  it('begins with the next full hour after a change inside one, and is empty until then', () => {
    const changedMs = AT_MS - 90 * 60_000;
    const restarts = { ...NOTHING, limitChangesMs: [changedMs] };
    expect(evidenceStart(AT_MS, 28 * DAY_MS, restarts).sinceMs).toBe(AT_MS - HOUR_MS);
    const during = changedMs + 60_000;
    expect(evidenceStart(during, 28 * DAY_MS, restarts).sinceMs).toBe(during);
  });
});
