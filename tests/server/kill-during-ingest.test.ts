import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

const KILLS = 10;
const BATCH = 10;
/** Between two requests of a lane: kills should meet hand-overs, not only a flood of requests. */
const PAUSE_MS = 15;
const TIMEOUT_MS = 180_000;
const WORKLOAD = 'killed-on-the-way';

/** Keeps sending until the server is gone; returns the ids it acknowledged. */
async function sendUntilGone(server: TestServer, life: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const sender = async (lane: number): Promise<void> => {
    for (let n = 0; ; n += 1) {
      const ids = Array.from({ length: BATCH }, (_, i) => `life-${life}-lane-${lane}-${n}-${i}`);
      const body = ids.map((id) => ({
        kind: 'run',
        id,
        workload: WORKLOAD,
        ok: true,
        cost_usd: 0.001,
      }));
      try {
        const response = await server.request('/v1/events', { body });
        if (response.status !== 202) return;
        await response.json();
        acknowledged.push(...ids);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      } catch {
        // The server is gone: what was not acknowledged is not promised.
        return;
      }
    }
  };
  await Promise.all([0, 1, 2, 3].map(sender));
  return acknowledged;
}

async function storedIds(server: TestServer): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const response: Response = await server.request(
      `/api/workloads/${WORKLOAD}/runs?limit=1000${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    const page = (await response.json()) as { items: { id: string }[]; next: string | null };
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

test(
  `of a server killed ${KILLS} times while it takes events, every acknowledged event counts exactly once`,
  { timeout: TIMEOUT_MS },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-kill-'));
    const acknowledged = new Set<string>();
    try {
      for (let life = 0; life < KILLS; life += 1) {
        const server = await startTestServer({ folder });
        const sending = sendUntilGone(server, life);
        // Spread over accepting, sealing, handing over and checkpointing.
        await new Promise((resolve) => setTimeout(resolve, 300 + life * 170));
        await server.kill();
        for (const id of await sending) acknowledged.add(id);
      }
      const server = await startTestServer({ folder });
      await server.request('/api/ingest/flush', { method: 'POST' });
      const stored = await storedIds(server);
      const unique = new Set(stored);
      expect(acknowledged.size).toBeGreaterThan(KILLS * BATCH);
      expect(stored.length).toBe(unique.size);
      expect([...acknowledged].filter((id) => !unique.has(id))).toEqual([]);

      const response = await server.request(`/api/workloads/${WORKLOAD}/signals?window=7d`);
      const { totals } = (await response.json()) as { totals: { runs: number; cost_usd: number } };
      // Rows that were durable but not yet acknowledged may count too; raw and roll-up must agree.
      expect(totals.runs).toBe(stored.length);
      expect(totals.cost_usd).toBeCloseTo(stored.length * 0.001, 9);
      await server.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
