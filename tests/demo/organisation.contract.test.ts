import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_KINDS, wireEvent, type WireEvent } from '../../core/event.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { workloadDocument } from '../../core/workload.ts';
import { policyDocument } from '../../decisions/policy/policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import { BATCH_EVENTS, createOrganisation } from '../../server/demo/organisation.ts';

const ANCHOR_MS = Date.parse('2026-11-20T12:00:00Z');
const organisation = createOrganisation({ anchorMs: ANCHOR_MS, seed: 1 });
const timeOf = (event: WireEvent | undefined): number => Number(event?.ts);

describe('the history of the sample organisation', () => {
  let batches: WireEvent[][] = [];
  let events: WireEvent[] = [];
  beforeAll(() => {
    batches = [...organisation.history()];
    events = batches.flat();
  });

  it('holds only events that fit the data contract', () => {
    const wrong = events.find((event) => !wireEvent.safeParse(event).success);
    expect(wrong && wireEvent.safeParse(wrong).error?.issues).toBeUndefined();
  });

  it('lies in the ninety days before the anchor', () => {
    const times = events.map(timeOf);
    expect(times.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(ANCHOR_MS - 90 * DAY_MS);
    expect(times.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(ANCHOR_MS);
  });

  it('is large enough to be convincing and small enough to send in seconds', () => {
    expect(events.length).toBeGreaterThan(250_000);
    expect(events.length).toBeLessThan(400_000);
    expect(batches.every((batch) => batch.length <= BATCH_EVENTS)).toBe(true);
  });

  it('names every event once', () => {
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  it('comes in order of time over all workloads', () => {
    const backwards = events.findIndex(
      (event, i) => i > 0 && timeOf(event) < timeOf(events[i - 1]),
    );
    expect(backwards).toBe(-1);
  });

  it('has a price for every run', () => {
    const priceRun = createRunPricer();
    const runs = events.filter((event) => event.kind === 'run');
    expect(runs.filter((run) => priceRun(run, timeOf(run)).costUsd === null)).toEqual([]);
  });

  it('shows every kind of event but outcomes, and workloads without any run', () => {
    const kinds = new Set(events.map((event) => event.kind));
    expect(EVENT_KINDS.filter((kind) => !kinds.has(kind))).toEqual([
      'outcome',
      'distribution',
      'drift',
    ]);
    const withRuns = new Set(
      events.filter(({ kind }) => kind === 'run').map((event) => event.workload),
    );
    expect(
      organisation.workloads.filter(({ id }) => !withRuns.has(id)).map(({ id }) => id),
    ).toEqual(['meeting-notes']);
  });

  it('is quieter at night and on Sundays', () => {
    const runs = events.filter(
      ({ kind, workload }) => kind === 'run' && workload === 'claims-summary',
    );
    const at = (of: (date: Date) => boolean): number =>
      runs.filter((run) => of(new Date(timeOf(run)))).length;
    expect(at((date) => date.getUTCHours() === 3)).toBeLessThan(
      at((date) => date.getUTCHours() === 9) / 10,
    );
    expect(at((date) => date.getUTCDay() === 0)).toBeLessThan(
      at((date) => date.getUTCDay() === 2) / 5,
    );
  });
});

describe('live traffic of the sample organisation', () => {
  it('holds only events that fit the data contract, each once, inside the span', () => {
    const fromMs = ANCHOR_MS + HOUR_MS;
    const events = organisation.live(fromMs, fromMs + HOUR_MS);
    for (const event of events) expect(wireEvent.safeParse(event).error?.issues ?? []).toEqual([]);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(timeOf(events[0])).toBeGreaterThanOrEqual(fromMs);
    expect(timeOf(events.at(-1))).toBeLessThan(fromMs + HOUR_MS);
  });

  it('brings one to three events a second, at night too', () => {
    for (const hours of [1, 12]) {
      const fromMs = ANCHOR_MS + hours * HOUR_MS;
      const perSecond = organisation.live(fromMs, fromMs + HOUR_MS).length / 3600;
      expect(perSecond).toBeGreaterThan(1);
      expect(perSecond).toBeLessThan(3);
    }
  });
});

describe('the records of the sample organisation', () => {
  it('hold eight workloads and their policies, all of them valid', () => {
    expect(organisation.workloads).toHaveLength(8);
    for (const workload of organisation.workloads) {
      expect(workloadDocument.safeParse(workload).error?.issues ?? []).toEqual([]);
    }
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    for (const policy of organisation.policies) {
      expect(policyDocument.safeParse(policy).error?.issues ?? []).toEqual([]);
      expect(() => resolvePolicy(policy, 1, () => undefined, hash)).not.toThrow();
    }
    const policies = new Set(organisation.policies.map(({ id }) => id));
    expect(organisation.workloads.every(({ policy }) => policies.has(policy))).toBe(true);
  });

  it('name a decision date in the past, one within a week and one later', () => {
    const days = organisation.workloads.map(({ decision_due: due }) =>
      Math.floor((Date.parse(due!) - ANCHOR_MS) / DAY_MS),
    );
    expect(days.some((day) => day < 0)).toBe(true);
    expect(days.some((day) => day >= 0 && day < 7)).toBe(true);
    expect(days.some((day) => day > 20)).toBe(true);
  });
});
