import { beforeAll, describe, expect, test } from 'vitest';
import type { AlertItem } from '../../alerts/episode/alert-item.ts';
import type { RuleStats } from '../../alerts/registry/rule-stats.ts';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import { useOwnServer } from '../support/own-server.ts';

const START = floorTo(Date.now(), MINUTE_MS) - 60 * MINUTE_MS;
let nowMs = START;
const server = useOwnServer({ now: () => nowMs });
const when = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };
const rule = (id: string) => ({ title: id, when, severity: 'page' });
const RULES = ['renamed', 'changed', 'disabled', 'deleted', 'unselected'];

let sent = 0;
/** Sends a minute of runs of which half fail, and evaluates it. */
async function minute(at: number): Promise<void> {
  nowMs = START + (at + 1) * MINUTE_MS;
  const events = Array.from({ length: 10 }, (_, i) => ({
    kind: 'run',
    workload: 'shop',
    id: `r${++sent}`,
    ts: new Date(START + at * MINUTE_MS + i).toISOString(),
    ok: i % 2 === 0,
  }));
  expect((await server().ask('/v1/events', events)).status).toBe(202);
  // Queryable first: the server evaluates by itself as soon as the clock says so.
  await server().ask('/api/ingest/flush', {});
  nowMs = START + (at + 2) * MINUTE_MS + 1;
  await server().evaluateAlerts();
}

async function change(method: 'PUT' | 'DELETE', path: string, body?: object): Promise<void> {
  const read = await server().request(path);
  const etag = read.headers.get('etag');
  const headers: Record<string, string> = etag === null ? {} : { 'if-match': etag };
  const { status } = await server().ask(path, body, { method, headers });
  expect(status).toBeLessThan(300);
}

const alertsOf = async (id: string): Promise<string[]> => {
  const { body } = await server().ask('/api/alerts?state=all');
  return (body as { items: AlertItem[] }).items
    .filter((one) => one.rule === id)
    .toSorted((a, b) => a.episode - b.episode)
    .map((one) => `${one.episode} ${one.state} ${one.reason ?? ''}`.trim());
};

beforeAll(async () => {
  await server().evaluateAlerts();
  for (const id of RULES) await change('PUT', `/api/rules/${id}`, rule(id));
  for (const at of [0, 1]) await minute(at);
});

describe('a rule that is changed while its alert fires', () => {
  test('keeps it, begins anew or ends it, by what was changed', async () => {
    for (const id of RULES) expect(await alertsOf(id)).toEqual(['1 firing']);
    await change('PUT', '/api/rules/renamed', { ...rule('New'), severity: 'info' });
    await change('PUT', '/api/rules/changed', {
      ...rule('changed'),
      when: { ...when, threshold: 0.2 },
    });
    await change('PUT', '/api/rules/disabled', { ...rule('disabled'), enabled: false });
    await change('DELETE', '/api/rules/deleted');
    const select = { workloads: ['desk'] };
    await change('PUT', '/api/rules/unselected', { ...rule('unselected'), select });
    // Nothing happens before the next evaluation.
    expect(await alertsOf('deleted')).toEqual(['1 firing']);
    await minute(2);
    expect(await alertsOf('renamed')).toEqual(['1 firing']);
    expect(await alertsOf('changed')).toEqual(['1 resolved rule_changed', '2 firing']);
    expect(await alertsOf('disabled')).toEqual(['1 resolved rule_disabled']);
    expect(await alertsOf('deleted')).toEqual(['1 resolved rule_deleted']);
    expect(await alertsOf('unselected')).toEqual(['1 resolved not_selected']);
  });

  test('written again it fires as another episode', async () => {
    await change('PUT', '/api/rules/deleted', rule('deleted'));
    await minute(3);
    expect(await alertsOf('deleted')).toEqual(['1 resolved rule_deleted', '2 firing']);
  });

  test('an alert that somebody took stays theirs while it goes on', async () => {
    const { body } = await server().ask('/api/alerts');
    const { items } = body as { items: AlertItem[] };
    const { id } = items.find((one) => one.rule === 'renamed')!;
    const note = { note: 'looking' };
    expect((await server().ask(`/api/alerts/${id}/acknowledge`, note)).status).toBe(200);
    expect((await server().ask(`/api/alerts/${id}/acknowledge`, note)).status).toBe(409);
    await minute(4);
    expect((await server().ask(`/api/alerts/${id}`)).body).toMatchObject({
      state: 'firing',
      response: { state: 'acknowledged' },
    });
  });

  test('how often it fired is counted over its episodes, of workloads that may be known', async () => {
    const anomaly = { title: 'Odd', when: { anomaly: { signal: 'runs' } } };
    await change('PUT', '/api/rules/odd', anomaly);
    await minute(5);
    const { body } = await server().ask('/api/rules/stats');
    const { items } = body as { items: RuleStats[] };
    const statsOf = (id: string) => items.find(({ rule: of }) => of === id);
    expect(statsOf('renamed')).toEqual({
      rule: 'renamed',
      episodes: 1,
      acknowledged: 1,
      last_fired_at: new Date(START + MINUTE_MS).toISOString(),
      absent: [],
      learning_until: null,
      parts_not_watched: 0,
    });
    expect(statsOf('changed')).toMatchObject({ episodes: 2, acknowledged: 0 });
    const [learning] = statsOf('odd')!.absent;
    expect(learning).toMatchObject({ workload: 'shop', reason: expect.stringContaining('until') });
    expect(statsOf('odd')!.learning_until).toBe(learning!.until);
    const made = await server().ask('/api/keys', {
      name: 'desk',
      scopes: ['read'],
      workloads: ['desk'],
    });
    const { key } = made.body as { key: string };
    const init = { headers: { authorization: `Bearer ${key}` } };
    const told = (await server().ask('/api/rules/stats', undefined, init)).body;
    expect((told as { items: RuleStats[] }).items).toContainEqual(
      expect.objectContaining({ rule: 'renamed', episodes: 0, last_fired_at: null }),
    );
    const slip = await server().ask('/api/rules/stats', rule('stats'), { method: 'PUT' });
    expect(slip.status).toBe(400);
  });

  test('readiness says whether rules are evaluated in time, and stays ready where they are not', async () => {
    const ready = async () => (await server().ask('/readyz')).body;
    expect(await ready()).toEqual({ status: 'ready', alerts: 'in_time' });
    nowMs += 20 * MINUTE_MS;
    expect(await ready()).toEqual({ status: 'ready', alerts: 'late' });
  });
});
