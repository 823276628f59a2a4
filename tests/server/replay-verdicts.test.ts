import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { WireEvent } from '../../core/event.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo, isoTime } from '../../core/time.ts';
import { assessment, type Assessment } from '../../decisions/assessment/assessment.ts';
import { checkDocument } from '../../server/commands/check.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { createOrganisation, type Organisation } from '../../server/demo/organisation.ts';
import { sendHistory } from '../../server/demo/send-history.ts';
import type { RunningServer } from '../../server/running-server.ts';
import { serve } from '../../server/serve.ts';
import { placeEmptyStore } from '../support/empty-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Months of history of seven workloads are sent, and each verdict is worked out from the beginning.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const ADMIN_KEY = 'admin-key-of-a-server-in-process';
/** Past the minute in which late telemetry is waited for. */
const SETTLED_MS = 2 * MINUTE_MS;
/** Two hours before midnight, so that a day begins meanwhile. */
const anchorMs = floorTo(Date.now(), DAY_MS) + 22 * HOUR_MS;
const whole = createOrganisation({ anchorMs, seed: 20260101 });
/** It has most telemetry of all, and nothing of a verdict that others do not have. */
const LEFT_OUT = 'support-copilot';
const ofOthers = <T extends { workload: string }>(events: readonly T[]): T[] =>
  events.filter(({ workload }) => workload !== LEFT_OUT);
const organisation: Organisation = {
  ...whole,
  workloads: whole.workloads.filter(({ id }) => id !== LEFT_OUT),
  *history() {
    for (const batch of whole.history()) yield ofOthers(batch);
  },
  live: (fromMs, toMs) => ofOthers(whole.live(fromMs, toMs)),
};
const ids = organisation.workloads.map(({ id }) => id);
/** The grid instants that are lived through. */
const LIVED = [1, 2, 3].map((hour) => anchorMs + hour * HOUR_MS);

const folder = temporaryFolder('replay');
let aheadMs = anchorMs + 1000 - Date.now();
let running: RunningServer;
const known = new Map<string, Assessment>();
const nameOf = (id: string, atMs: number): string => `${id} at ${isoTime(atMs)}`;

async function open(): Promise<void> {
  placeEmptyStore(join(folder, 'data', 'clickhouse'));
  const configuration = readConfiguration(
    {
      BELLWETHER_DATA: join(folder, 'data'),
      BELLWETHER_PORT: '0',
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
    },
    (path) => path,
  );
  running = await serve(configuration, {
    log: pino({ level: 'silent' }),
    now: () => Date.now() + aheadMs,
    pagesFolder: null,
    isDemo: false,
    keepAssessmentsEveryMs: 250,
  });
}

const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${ADMIN_KEY}`);
  return running.fetch(new Request(new URL(path, running.url), { ...init, headers }));
};

async function ask(id: string, query: Record<string, string>): Promise<Assessment | null> {
  const path = `/api/workloads/${id}/assessment?${new URLSearchParams(query).toString()}`;
  const response = await request(path);
  if (response.status === 404) return null;
  expect(response.status).toBe(200);
  return assessment.parse(await response.json());
}

const recompute = async (id: string, atMs: number, policy: string): Promise<Assessment> =>
  z.custom<Assessment>().parse(await ask(id, { at: isoTime(atMs), policy }));

async function put(path: string, change: (document: Record<string, unknown>) => object) {
  const document = z.record(z.string(), z.unknown()).parse(await (await request(path)).json());
  const response = await request(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change(document)),
  });
  expect(response.status).toBe(200);
}

/** Lets the clock go on to a while after a grid instant, and waits until it is stored. */
async function live(atMs: number): Promise<void> {
  const events = organisation.live(atMs - HOUR_MS, atMs);
  aheadMs = atMs + 1000 - Date.now();
  for (let from = 0; from < events.length; from += 1000) {
    const body = JSON.stringify(events.slice(from, from + 1000));
    const headers = { 'content-type': 'application/json' };
    expect((await request('/v1/events', { method: 'POST', headers, body })).status).toBe(202);
  }
  await request('/api/ingest/flush', { method: 'POST' });
  aheadMs += SETTLED_MS;
  for (const id of ids) {
    let stored = await ask(id, { at: isoTime(atMs), as_known: 'true' });
    while (stored?.at !== isoTime(atMs)) {
      await sleep(100);
      stored = await ask(id, { at: isoTime(atMs), as_known: 'true' });
    }
    known.set(nameOf(id, atMs), stored);
  }
}

/** Every stored verdict worked out again by the policy whose hash it names, from telemetry alone. */
async function replayAll(): Promise<void> {
  for (const atMs of LIVED) {
    for (const id of ids) {
      const stored = known.get(nameOf(id, atMs))!;
      const again = await recompute(id, atMs, `${stored.policy.id}@${stored.policy.hash}`);
      expect(again.evidence_hash, nameOf(id, atMs)).toBe(stored.evidence_hash);
      expect(again).toEqual(stored);
      expect(await ask(id, { at: isoTime(atMs), as_known: 'true' })).toEqual(stored);
    }
  }
}

beforeAll(async () => {
  await open();
  await sendHistory({
    url: running.url,
    key: ADMIN_KEY,
    organisation,
    fetch: (input, init) =>
      request(new URL(input instanceof Request ? input.url : input).pathname, init),
    log: () => undefined,
    now: Date.now,
  });
  await running.estimateDesignEffects();
  for (const atMs of LIVED) await live(atMs);
  // Of the day that began meanwhile: too late for what is stored.
  await running.keepDesignEffects();
});
afterAll(() => running.stop());

test('every verdict that was stored is replayed, hash by hash and word by word', async () => {
  expect(known.size).toBe(LIVED.length * ids.length);
  expect(new Set([...known.values()].map(({ verdict }) => verdict)).size).toBe(4);
  await replayAll();
});

test('the version that was in force gives the same as the hash, and so does the live answer', async () => {
  const atMs = LIVED.at(-1)!;
  for (const id of ids) {
    const stored = known.get(nameOf(id, atMs))!;
    const { policy } = stored;
    expect(await recompute(id, atMs, `${policy.id}@${policy.version}`)).toEqual(stored);
    expect(await ask(id, { at: isoTime(atMs) })).toEqual(stored);
  }
});

test('after a restart, from the beginning, they are still the same, and so are those of any past day', async () => {
  const days = [10, 45, 80].map((day) => anchorMs - day * DAY_MS);
  const past = async (): Promise<(string | undefined)[]> => {
    const hashes = [];
    for (const id of ids) {
      for (const day of days) hashes.push((await ask(id, { at: isoTime(day) }))?.evidence_hash);
    }
    return hashes;
  };
  const before = await past();
  await running.stop();
  await open();
  expect(await past()).toEqual(before);
  await replayAll();
});

test('they replay when limits have changed since, of the policy and of the one that it extends', async () => {
  for (const policy of ['default', 'internal-tools']) {
    await put(`/api/policies/${policy}`, (document) => ({
      ...document,
      signals: {
        ...z.object({}).loose().parse(document['signals']),
        low_confidence_rate: { role: 'required', limit: 0.001 },
      },
    }));
  }
  for (const id of ids) {
    const atMs = LIVED.at(-1)!;
    const now = await ask(id, { at: isoTime(atMs) });
    expect(now?.policy.hash).not.toBe(known.get(nameOf(id, atMs))?.policy.hash);
  }
  await replayAll();
});

test('a file of cases with the same telemetry comes to the same verdicts', () => {
  const atMs = LIVED.at(-1)!;
  const chosen = organisation.workloads.filter(({ id }) =>
    ['contract-review', 'underwriting-notes', 'meeting-notes'].includes(id),
  );
  const events = new Map<string, WireEvent[]>(chosen.map(({ id }) => [id, []]));
  for (const batch of [...organisation.history(), organisation.live(anchorMs, atMs)]) {
    for (const event of batch) events.get(event.workload)?.push(event);
  }
  const policies = chosen.map((workload) => {
    const { verdict, proposed, axes, signals, blocked_by } = known.get(nameOf(workload.id, atMs))!;
    const required = signals.filter(({ role }) => role === 'required');
    return {
      id: workload.id,
      policy: workload.policy,
      workload,
      at: isoTime(atMs),
      events: events.get(workload.id),
      expect: {
        verdict,
        proposed,
        axes: Object.fromEntries(axes.map(({ axis, state }) => [axis, state])),
        signals: Object.fromEntries(required.map(({ signal, status }) => [signal, status])),
        blocked_by,
      },
    };
  });
  const value = { bases: organisation.policies, policies };
  const { output, code } = checkDocument({ value, isYaml: false }, false);
  expect(output).toContain('3 of 3 cases as expected');
  expect(code).toBe(0);
});

test('what was known is not worked out under another policy, nor where nothing was stored', async () => {
  const [id] = ids;
  const path = `/api/workloads/${id}/assessment?as_known=true`;
  expect((await request(`${path}&policy=default`)).status).toBe(400);
  const early = await request(`${path}&at=${isoTime(anchorMs - HOUR_MS)}`);
  expect([early.status, await early.json()]).toMatchObject([
    404,
    { detail: expect.stringContaining('no assessment of') },
  ]);
  expect((await request('/api/workloads/nobody/assessment?as_known=true')).status).toBe(404);
  expect(await ask(id!, { as_known: 'true' })).toMatchObject({ at: isoTime(LIVED.at(-1)!) });
});
