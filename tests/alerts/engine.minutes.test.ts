import { beforeAll, describe, expect, test, vi } from 'vitest';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import type { AlertItem } from '../../alerts/episode/alert-item.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 60_000 });
const START = floorTo(Date.now(), MINUTE_MS) - 120 * MINUTE_MS;
let nowMs = START;
const server = useOwnServer({ now: () => nowMs });

let sent = 0;
/** Runs in the minute that begins some minutes after the start. */
async function runs(
  workload: string,
  minute: number,
  count: number,
  errors: number,
): Promise<void> {
  const events = Array.from({ length: count }, (_, i) => ({
    kind: 'run',
    workload,
    id: `r${++sent}`,
    ts: new Date(START + minute * MINUTE_MS + i).toISOString(),
    ok: i >= errors,
  }));
  const { status } = await server().ask('/v1/events', events);
  expect(status).toBe(202);
}

/** What was sent is queryable first: the server evaluates by itself as soon as the clock says so. */
async function moveTo(atMs: number): Promise<void> {
  await server().ask('/api/ingest/flush', {});
  nowMs = atMs;
}

let sentUntil = 0;
/** Lets time pass until some minutes after the start, and evaluates what is due then. */
async function until(minute: number): Promise<void> {
  for (; sentUntil < minute; sentUntil += 1) {
    await moveTo(START + (sentUntil + 1) * MINUTE_MS);
    await runs('shop', sentUntil, 20, sentUntil >= 3 && sentUntil <= 7 ? 10 : 0);
  }
  await moveTo(START + (minute + 1) * MINUTE_MS + 1);
  await server().evaluateAlerts();
}

async function alerts(query = ''): Promise<AlertItem[]> {
  const { status, body } = await server().ask(`/api/alerts${query}`);
  expect(status).toBe(200);
  return (body as { items: AlertItem[] }).items;
}

const put = (path: string, body: object) =>
  server()
    .ask(path, body, { method: 'PUT' })
    .then(({ status, body: told }) => {
      expect(told).toBeTruthy();
      return status;
    });

describe('a rule over minutes', () => {
  beforeAll(async () => {
    const when = { signal: 'error_rate', op: '>', threshold: 0.1, window: '2m', min_samples: 10 };
    const times = { for: '2m', keep_firing_for: '1m' };
    const rule = {
      title: 'Errors',
      when,
      ...times,
      summary: '{{workload}} fails {{value}} {{who}}',
    };
    expect(await put('/api/rules/errors', { ...rule, severity: 'page' })).toBe(200);
    await until(0);
  });

  test('fires when it has breached for long enough, and is told with its number', async () => {
    // Over two minutes the rate passes a tenth with minute 3, which ends at 4.
    await until(5);
    expect(await alerts()).toEqual([]);
    await until(6);
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      rule: 'errors',
      workload: 'shop',
      severity: 'page',
      state: 'firing',
      value: 0.5,
      threshold: 0.1,
      summary: 'shop fails 50 % {{who}}',
      active_since: new Date(START + 4 * MINUTE_MS).toISOString(),
      fired_at: new Date(START + 6 * MINUTE_MS).toISOString(),
    });
  });

  test('goes on as if it had not been away, however many minutes are made up for', async () => {
    await until(13);
    expect(await alerts()).toEqual([]);
    const [ended] = await alerts('?state=resolved&workload=shop');
    expect(ended).toMatchObject({
      state: 'resolved',
      reason: 'cleared',
      // Minute 7 is the last bad one, so the window is clear at 10, and for a minute at 11.
      resolved_at: new Date(START + 11 * MINUTE_MS).toISOString(),
      seconds_to_resolve: 300,
    });
  });

  test('refuses what could never be evaluated, and says where', async () => {
    const when = { signal: 'roi', op: '<', threshold: 1, window: '5m' };
    const { status, body } = await server().ask(
      '/api/rules/bad',
      { title: 'Bad', when },
      { method: 'PUT' },
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ path: 'when.window' }] });
    const slip = { signal: 'error_rate', op: '=>', threshold: 1 };
    const second = await server().ask(
      '/api/rules/bad',
      { title: 'Bad', when: slip },
      { method: 'PUT' },
    );
    expect(second.body).toMatchObject({ errors: [{ path: 'when.op' }] });
  });
});
