import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../core/event.ts';
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { createOrganisation, type Organisation } from '../../server/demo/organisation.ts';

const ANCHOR_MS = Date.parse('2026-11-20T12:00:00Z');

/** Every tenth batch: all of them take seconds to write down, and each hour is made by itself. */
function digest(organisation: Organisation): string {
  const hash = createHash('sha256');
  let count = 0;
  for (const batch of organisation.history()) {
    hash.update(count++ % 10 === 0 ? JSON.stringify(batch) : String(batch.length));
  }
  return hash.digest('hex');
}

const asSet = (events: readonly WireEvent[]): string[] =>
  events.map((event) => JSON.stringify(event)).sort();

describe('the sample organisation', () => {
  const organisation = createOrganisation({ anchorMs: ANCHOR_MS, seed: 7 });

  it('sends the same history for the same anchor and seed', () => {
    const again = createOrganisation({ anchorMs: ANCHOR_MS, seed: 7 });
    expect(digest(again)).toBe(digest(organisation));
    expect(again.workloads).toEqual(organisation.workloads);
  });

  it('sends another history for another seed', () => {
    const other = createOrganisation({ anchorMs: ANCHOR_MS, seed: 8 });
    expect(other.history().next().value).not.toEqual(organisation.history().next().value);
  });

  it('never gives an id to two histories', () => {
    const other = createOrganisation({ anchorMs: ANCHOR_MS + HOUR_MS, seed: 7 });
    const ids = new Set(
      organisation
        .history()
        .next()
        .value?.map((event: WireEvent) => event.id),
    );
    expect(
      other
        .history()
        .next()
        .value?.some((event: WireEvent) => ids.has(event.id)),
    ).toBe(false);
  });

  it('sends the same live events however the time is cut', () => {
    const fromMs = ANCHOR_MS + 11 * HOUR_MS + 1234;
    const toMs = fromMs + 30 * MINUTE_MS;
    const whole = asSet(organisation.live(fromMs, toMs));
    for (const stepMs of [7777, 11 * MINUTE_MS]) {
      const parts: WireEvent[] = [];
      for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
        parts.push(...organisation.live(atMs, Math.min(toMs, atMs + stepMs)));
      }
      expect(asSet(parts)).toEqual(whole);
    }
  });

  it('has nothing live before its anchor', () => {
    expect(organisation.live(ANCHOR_MS - HOUR_MS, ANCHOR_MS)).toEqual([]);
    expect(asSet(organisation.live(0, ANCHOR_MS + HOUR_MS))).toEqual(
      asSet(organisation.live(ANCHOR_MS, ANCHOR_MS + HOUR_MS)),
    );
  });
});
