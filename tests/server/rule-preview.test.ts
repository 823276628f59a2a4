import { beforeAll, describe, expect, test } from 'vitest';
import type { RulePreview } from '../../alerts/preview/preview.ts';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { useOwnServer } from '../support/own-server.ts';

const END = floorTo(Date.now(), HOUR_MS);
const START = END - 6 * HOUR_MS;
const server = useOwnServer({ now: () => END + 2 * MINUTE_MS });
const when = { signal: 'error_rate', op: '>', threshold: 0.3, window: '5m' };

async function preview(body: object, headers?: Record<string, string>) {
  const init = headers === undefined ? {} : { headers };
  const { status, body: told } = await server().ask('/api/rules/preview', body, init);
  return { status, told: told as RulePreview & { errors?: { path: string }[] } };
}

async function keyOf(scopes: string[], workloads?: string[]): Promise<Record<string, string>> {
  const made = await server().ask('/api/keys', { name: 'key', scopes, workloads });
  return { authorization: `Bearer ${(made.body as { key: string }).key}` };
}

beforeAll(async () => {
  const events = ['shop', 'desk'].flatMap((workload) =>
    Array.from({ length: 6 * 60 }, (_, minute) => ({
      kind: 'run',
      workload,
      id: `${workload}-${minute}`,
      ts: new Date(START + minute * MINUTE_MS).toISOString(),
      cost_usd: 0.01,
      outcome: 'accepted',
      // The shop fails for the second of six hours.
      ok: workload === 'desk' || Math.floor(minute / 60) !== 1,
    })),
  );
  expect((await server().ask('/v1/events', events)).status).toBe(202);
  expect((await server().ask('/api/ingest/flush', {})).status).toBe(200);
});

describe('POST /api/rules/preview', () => {
  test('tells what a rule that nobody wrote yet would have done, and keeps nothing', async () => {
    const before = await server().ask('/api/rules');
    const { status, told } = await preview({ rule: { title: 'Errors', when, for: '5m' } });
    expect(status).toBe(200);
    expect(told).toMatchObject({
      to: new Date(END + MINUTE_MS).toISOString(),
      from: new Date(END + MINUTE_MS - 30 * 24 * HOUR_MS).toISOString(),
      by_workload: [{ workload: 'shop', episodes: 1 }],
      firing_seconds: 57 * 60,
      truncated: false,
      note: null,
    });
    expect(told.per_week).toBeCloseTo(7 / 30, 6);
    const at = (minute: number) => new Date(START + minute * MINUTE_MS).toISOString();
    expect(told.episodes).toEqual([
      {
        workload: 'shop',
        by: null,
        // Two minutes of five have failed two minutes into the hour, one of five four after it.
        active_since: at(62),
        fired_at: at(67),
        resolved_at: at(124),
        reason: 'cleared',
        value: 1,
        severity: 'warn',
      },
    ]);
    expect(await server().ask('/api/rules')).toEqual(before);
    expect((await server().ask('/api/alerts?state=all')).body).toMatchObject({ items: [] });
  });

  test('looks at signals over a history on the hour, and says so', async () => {
    const rule = {
      title: 'Cost',
      when: { signal: 'unit_cost', op: '>', threshold: 0.001, window: '1h' },
    };
    const body = { rule, from: new Date(START - HOUR_MS).toISOString() };
    const { status, told } = await preview(body);
    expect(status).toBe(200);
    expect(told.note).toContain('on the hour only');
    for (const { fired_at: firedAt } of told.episodes)
      expect(Date.parse(firedAt) % HOUR_MS).toBe(0);
    expect(told.episodes.length).toBeGreaterThan(0);
  });

  test('refuses a rule that could never be evaluated, and says where', async () => {
    const slip = { signal: 'roi', op: '<', threshold: 1, window: '5m' };
    const { status, told } = await preview({ rule: { title: 'Slip', when: slip } });
    expect(status).toBe(400);
    expect(told.errors).toMatchObject([{ path: 'when.window' }]);
    const far = { from: new Date(END - 40 * 24 * HOUR_MS).toISOString() };
    const long = await preview({ rule: { title: 'Long', when }, ...far });
    expect(long.told.errors).toMatchObject([{ path: 'from' }]);
  });

  test('lets a key that is bound to workloads preview rules over those alone', async () => {
    const bound = await keyOf(['read'], ['shop']);
    const rule = { title: 'Errors', when };
    expect((await preview({ rule }, bound)).status).toBe(403);
    const own = { ...rule, select: { workloads: ['shop'] } };
    expect((await preview({ rule: own }, bound)).status).toBe(200);
    expect((await preview({ rule: own }, await keyOf(['ingest']))).status).toBe(403);
  });
});
