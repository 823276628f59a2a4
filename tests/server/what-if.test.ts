import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { assess } from '../../decisions/assessment/assess.ts';
import { assessment } from '../../decisions/assessment/assessment.ts';
import { evidence, readEvidence } from '../../decisions/assessment/evidence.ts';
import { createWhatIf } from '../../decisions/assessment/what-if.ts';
import { returnOverTime } from '../../signals/return.ts';
import { DAYS, EARNING, SUPPORT_USD, sendEarningWorkload } from '../support/earning-workload.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const PATH = `/api/workloads/${EARNING.id}`;
/** A page opens in well under a second on a line of 2 Mbit/s. */
const MOST_BYTES = 60_000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await sendEarningWorkload(server);
});
afterAll(() => server.stop());

const get = async (path: string): Promise<unknown> => (await server.request(path)).json();

describe('the evidence', () => {
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();

  it('makes the assessment of that instant again, hash included, and is small', async () => {
    const response = await server.request(`${PATH}/evidence?at=${at}`);
    const text = await response.text();
    expect(text.length).toBeLessThan(MOST_BYTES);
    const sent = evidence.parse(JSON.parse(text));
    const answered = assessment.parse(await get(`${PATH}/assessment?at=${at}`));
    expect(assess(readEvidence(sent, sha256))).toEqual(answered);
  });

  it('turns the verdict where what fails is supposed mended', async () => {
    const sent = evidence.parse(await get(`${PATH}/evidence`));
    const whatIf = createWhatIf(readEvidence(sent, sha256));
    expect(whatIf.propose({})).toBe('hold');
    expect(whatIf.propose({ rates: { hallucination_rate: 0.05 } })).toBe('scale');
    expect(whatIf.propose({ valuePerSuccessUsd: 0.1 })).toBe('stop');
  });
});

describe('the return', () => {
  it('adds up to what was sent, day by day', async () => {
    const answer = returnOverTime.parse(await get(`${PATH}/return`));
    const known = answer.days.filter(({ runs }) => runs > 0);
    expect(known.length).toBeGreaterThanOrEqual(DAYS);
    const sum = (of: (day: (typeof known)[number]) => number | null): number =>
      known.reduce((all, day) => all + (of(day) ?? 0), 0);
    const runs = DAYS * 60;
    expect(sum((day) => day.runs)).toBe(runs);
    expect(sum((day) => day.value_usd)).toBeCloseTo(runs * 1.5 * ((3 + 0.5) / 5), 6);
    expect(sum(({ cost_usd: cost }) => cost!.inference)).toBeCloseTo(runs * 0.1, 6);
    expect(sum(({ cost_usd: cost }) => cost!.support)).toBeCloseTo(SUPPORT_USD, 6);
    expect(sum((day) => day.eligible)).toBe(DAYS * 100);
    expect(sum((day) => day.accepted)).toBe((runs * 4) / 5);
  });

  it('before the first telemetry is not known, never 0', async () => {
    const answer = returnOverTime.parse(await get(`${PATH}/return`));
    expect(answer.days[0]).toMatchObject({ value_usd: null, cost_usd: null, eligible: null });
  });

  it('carries on where the days before it ended', async () => {
    const all = returnOverTime.parse(await get(`${PATH}/return`));
    const from = new Date(Date.now() - 10 * DAY_MS).toISOString();
    const late = returnOverTime.parse(await get(`${PATH}/return?from=${from}`));
    const netOf = (days: typeof all.days): number =>
      days.reduce(
        (net, { value_usd: value, cost_usd: cost }) =>
          net + (value ?? 0) - Object.values(cost ?? {}).reduce<number>((a, b) => a + (b ?? 0), 0),
        0,
      );
    expect(late.days).toHaveLength(11);
    expect(late.net_before_usd + netOf(late.days)).toBeCloseTo(netOf(all.days), 6);
  });

  it('tells payback, the month and its budget', async () => {
    const { payback, month } = returnOverTime.parse(await get(`${PATH}/return`));
    expect(payback?.paid_back).toBe(payback?.since);
    expect(payback?.value_usd).toBeGreaterThan(payback!.cost_usd);
    expect(month).toMatchObject({ budget_usd: 500 });
    expect(month.projected_usd).toBeGreaterThan(month.cost_usd!);
  });

  it.each([
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
    ['from=2020-01-01T00:00:00Z', 'from'],
  ])('of a span that makes no sense is refused: %s', async (query, path) => {
    const response = await server.request(`${PATH}/return?${query}`);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors[0]?.path).toBe(path);
  });
});

describe.each(['evidence', 'return'])('the %s', (part) => {
  it('of a workload that is not there is not found', async () => {
    expect((await server.request(`/api/workloads/nobody/${part}`)).status).toBe(404);
  });

  it('is closed without a key', async () => {
    expect((await fetch(`${server.url}${PATH}/${part}`)).status).toBe(401);
  });
});
