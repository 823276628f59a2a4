import { beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo, isoTime } from '../../core/time.ts';
import { backtest, type Backtest } from '../../decisions/backtest/backtest.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();
const NOW_MS = floorTo(Date.now(), HOUR_MS);
const DAYS = 40;

/** Healthy under the default policy: 1.5 % of the runs hallucinate, the limit is 3 %. */
function healthyRuns(workload: string): object[] {
  const everyMs = 8 * 60_000;
  return Array.from({ length: (DAYS * DAY_MS) / everyMs }, (_, i) => ({
    kind: 'run',
    workload,
    id: `${workload}-${i}`,
    ts: NOW_MS - DAYS * DAY_MS + i * everyMs,
    ok: true,
    hallucination: i % 67 === 0,
    value_usd: i % 2 === 0 ? 0.9 : 1.1,
    cost_usd: 0.3,
  }));
}

const put = async (path: string, document: object): Promise<void> => {
  const { status } = await server().ask(path, document, { method: 'PUT' });
  if (status !== 200) throw new Error(`${path} was answered ${status}`);
};

async function tryOut(id: string, request: object, init: RequestInit = {}): Promise<Backtest> {
  const { status, body } = await server().ask(`/api/policies/${id}/backtest`, request, init);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return backtest.parse(body);
}

const affectedBy = ({ items }: Backtest): string[] =>
  items.filter(({ differences }) => differences.length > 0).map(({ workload }) => workload);

/** The default policy with another limit on hallucinations. */
const withLimit = (limit: number, id = 'default'): PolicyDocument => ({
  ...DEFAULT_POLICY,
  id,
  signals: { ...DEFAULT_POLICY.signals, hallucination_rate: { role: 'required', limit } },
});

beforeAll(async () => {
  await put('/api/policies/child', { extends: 'default' });
  await put('/api/workloads/plain', {});
  await put('/api/workloads/regulated', { risk_class: 'regulated' });
  await put('/api/workloads/below', { policy: 'child' });
  for (const workload of ['plain', 'regulated', 'below']) {
    const runs = healthyRuns(workload);
    for (let from = 0; from < runs.length; from += 1000) {
      await server().ask('/v1/events', runs.slice(from, from + 1000));
    }
  }
  await server().ask('/api/ingest/flush', {});
});

describe('a candidate with a stricter limit', () => {
  let answer: Backtest;
  beforeAll(async () => {
    answer = await tryOut('default', { document: withLimit(0.005) });
  });

  it('shows which workloads would have had another verdict and when, those below it included', () => {
    expect(affectedBy(answer)).toEqual(['below', 'plain', 'regulated']);
    expect(answer.summary).toMatchObject({ workloads: 3, affected: 3, lead_days: null });
    const [item] = answer.items;
    expect(item).toMatchObject({
      verdict: { before: 'scale', after: 'hold' },
      differences: [{ before: 'scale', after: 'hold', to: answer.to }],
    });
    const scaled = item?.changes.before.find(({ verdict }) => verdict === 'scale');
    expect(item?.differences[0]?.from).toBe(scaled?.at);
  });

  it('says what it changes, looks back 90 days, and is not kept', async () => {
    expect(answer.policy_differences.map(({ words }) => words)).toEqual([
      'Hallucination rate: limit 3 % → 0.5 %, stricter',
      'Hallucination rate: minimum sample 100 → 30, looser',
    ]);
    expect(Date.parse(answer.to) - Date.parse(answer.from)).toBe(90 * DAY_MS);
    expect(answer).toMatchObject({
      policy: { id: 'default', version: null },
      against: { id: 'default', version: 1 },
    });
    const kept = await server().request('/api/policies/default');
    expect(kept.headers.get('etag')).toBe('"1"');
  });

  it('comes to the verdicts that the workloads have', async () => {
    const { body } = await server().ask('/api/workloads/plain/verdicts');
    const live = (body as { items: { verdict: string; previous: string }[] }).items;
    const plain = answer.items.find(({ workload }) => workload === 'plain');
    expect(plain?.changes.before).toEqual(
      live.filter(({ verdict, previous }) => verdict !== previous),
    );
  });
});

it('a policy against itself differs nowhere', async () => {
  const same = await tryOut('default', {});
  expect([affectedBy(same), same.policy_differences]).toEqual([[], []]);
  expect(same.summary).toMatchObject({ workloads: 3, affected: 0, lead_days: null });
});

it('a rule for a risk class or for one workload affects those alone', async () => {
  const strict = { hallucination_rate: { role: 'required', limit: 0.005 } };
  const forClass = { ...DEFAULT_POLICY, risk_classes: { regulated: { signals: strict } } };
  expect(affectedBy(await tryOut('default', { document: forClass }))).toEqual(['regulated']);
  const overrides = { plain: { reason: 'A pilot.', signals: strict } };
  const forOne = await tryOut('default', { document: { ...DEFAULT_POLICY, overrides } });
  expect(affectedBy(forOne)).toEqual(['plain']);
  const typo = { plan: { reason: 'A pilot.', signals: strict } };
  const forNobody = await tryOut('default', { document: { ...DEFAULT_POLICY, overrides: typo } });
  expect([affectedBy(forNobody), forNobody.warnings]).toEqual([
    [],
    [{ path: 'overrides.plan', message: 'there is no workload plan' }],
  ]);
});

it('a quicker candidate leads by the days that it saves', async () => {
  const quick = await tryOut('default', {
    document: { ...DEFAULT_POLICY, dwell: { scale: '2d' } },
  });
  // What builds on it takes its signals, not its dwell.
  expect(quick.items.map(({ workload, lead_days }) => [workload, lead_days])).toEqual([
    ['plain', 5],
    ['regulated', 5],
    ['below', 0],
  ]);
  expect(quick.summary.lead_days).toBe(5);
  const slow = await tryOut('default', { document: { ...DEFAULT_POLICY, dwell: { scale: '9d' } } });
  expect(slow.summary.lead_days).toBe(-2);
});

it('a span in the past is answered as of its end', async () => {
  const to = isoTime(NOW_MS - 35 * DAY_MS);
  const early = await tryOut('default', { to, document: withLimit(0.005) });
  expect(early).toMatchObject({ to, summary: { workloads: 3, affected: 0 } });
  expect(early.items[0]?.verdict).toEqual({ before: 'hold', after: 'hold' });
});

describe('versions and other policies', () => {
  it('an earlier version can be the candidate, and what is compared with', async () => {
    await put('/api/policies/own', { extends: 'default' });
    await put('/api/policies/own', withLimit(0.005, 'own'));
    await put('/api/workloads/plain', { policy: 'own' });
    const back = await tryOut('own', { version: 1 });
    expect(back).toMatchObject({
      policy: { id: 'own', version: 1 },
      against: { id: 'own', version: 2 },
      items: [{ workload: 'plain', verdict: { before: 'hold', after: 'scale' } }],
    });
    const forth = await tryOut('own', { against: 1 });
    expect(forth.items[0]?.verdict).toEqual({ before: 'scale', after: 'hold' });
    const across = await tryOut('own', { against: 'default@1' });
    expect(across).toMatchObject({ against: { id: 'default', version: 1 } });
    expect(affectedBy(across)).toEqual(['plain']);
    await put('/api/workloads/plain', {});
  });

  it('one that is not there yet is tried on what it builds on, or on the workloads named', async () => {
    const document = { ...withLimit(0.005, 'fresh'), extends: 'child' };
    const fresh = await tryOut('fresh', { document });
    expect(fresh).toMatchObject({ policy: { version: null }, against: { id: 'child' } });
    expect(affectedBy(fresh)).toEqual(['below']);
    const named = await tryOut('fresh', { document, workloads: ['plain', 'plain'] });
    expect(named.items.map(({ workload }) => workload)).toEqual(['plain']);
  });
});

describe('a key', () => {
  const keyFor = async (scope: string, workloads?: string[]): Promise<RequestInit> => {
    const { body } = await server().ask('/api/keys', { name: 'k', scopes: [scope], workloads });
    return { headers: { authorization: `Bearer ${(body as { key: string }).key}` } };
  };
  const statusOf = async (request: object, init: RequestInit): Promise<number> =>
    (await server().ask('/api/policies/default/backtest', request, init)).status;

  it('that reads may backtest, one that only sends may not', async () => {
    expect(await statusOf({}, await keyFor('read'))).toBe(200);
    expect(await statusOf({}, await keyFor('ingest'))).toBe(403);
  });

  it('that is bound sees its own workloads only, and cannot name others', async () => {
    const bound = await keyFor('read', ['plain']);
    const answer = await tryOut('default', {}, bound);
    expect(answer.items.map(({ workload }) => workload)).toEqual(['plain']);
    expect(await statusOf({ workloads: ['below'] }, bound)).toBe(403);
  });
});

describe('a backtest is refused', () => {
  const refusal = async (request: object, id = 'default') => {
    const { status, body } = await server().ask(`/api/policies/${id}/backtest`, request);
    const { errors } = body as { errors: { path: string; message: string }[] };
    return { status, paths: errors.map(({ path }) => path) };
  };
  const any = { value: 'any', operations: 'any', economics: 'any', verdict: 'hold', words: '' };

  it.each<[string, object, string[]]>([
    [
      'everything that is wrong with its document',
      { document: { grid: '15m', signals: { speed: { role: 'required' } }, table: [] } },
      ['document.grid', 'document.signals.speed', 'document.table'],
    ],
    [
      'a table with a hole',
      { document: { table: [{ ...any, value: 'weak' }] } },
      ['document.table'],
    ],
    [
      'a document of another shape',
      { document: { signals: { roi: { role: 'boss' } }, tables: [] } },
      ['document.signals.roi.role', 'document'],
    ],
    ['a document of another policy', { document: { id: 'child' } }, ['document.id']],
    ['a document that breaks others', { document: { extends: 'child' } }, ['document.extends']],
    ['both a document and a version', { document: {}, version: 1 }, ['version']],
    ['a workload that is not there', { workloads: ['plain', 'nowhere'] }, ['workloads']],
    ['no workload', { workloads: [] }, ['workloads']],
    [
      'a span that ends before it begins',
      { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      ['from'],
    ],
    ['a span that has not begun', { from: '2999-01-01T00:00:00Z' }, ['from']],
    ['an instant that is none', { from: 'yesterday' }, ['from']],
    ['a field nobody knows', { candidate: {} }, ['']],
  ])('for %s', async (_, request, paths) => {
    const { status, paths: found } = await refusal(request);
    expect([status, found]).toEqual([400, paths]);
  });

  it.each<[string, object, string]>([
    ['a version that is not there', { version: 9 }, 'default'],
    ['one to compare with that is not there', { against: 9 }, 'default'],
    ['a policy to compare with that is not there', { against: 'nobody' }, 'default'],
    ['a policy that is not there, without a document', {}, 'nobody'],
  ])('with 404 for %s', async (_, request, id) => {
    expect((await refusal(request, id)).status).toBe(404);
  });

  it('when it is larger than a document may be', async () => {
    const overrides = Object.fromEntries(
      Array.from({ length: 12_000 }, (_, i) => [`w${i}`, { reason: 'x'.repeat(60), signals: {} }]),
    );
    expect((await refusal({ document: { overrides } })).status).toBe(413);
  });

  it('and the server knows every one of these answers', () => {
    expect(server().faults).toEqual([]);
  });
});

it.each<[string, object]>([
  ['windows of centuries', { recent: '99999d', evidence: '99999d', stale_after: '99999d' }],
  ['a grid of centuries', { grid: '99999d' }],
  ['a dwell of centuries', { dwell: { scale: '99999d', hold: '99999d', stop: '0s' } }],
  [
    'limits beyond all numbers',
    { signals: { roi: { role: 'required', limit: 1e308, recover: 10 } } },
  ],
  ['limits below all numbers', { signals: { roi: { role: 'required', limit: -1e308 } } }],
  ['a sample of a billion', { expected_sample: 1e9, confidence: 0.9999999999 }],
  ['no signal', { signals: {} }],
  ['names that every object has', { overrides: { constructor: { reason: 'x', signals: {} } } }],
])('a candidate with %s is tried like any other', async (_, document) => {
  const answer = await tryOut('default', { document, workloads: ['plain'] });
  expect(answer.items.map(({ workload }) => workload)).toEqual(['plain']);
});

it('a backtest that nobody waits for any more ends, and the next one is answered', async () => {
  const leaving = new AbortController();
  const headers = {
    authorization: `Bearer ${server().adminKey}`,
    'content-type': 'application/json',
  };
  const url = new URL('/api/policies/default/backtest', server().url);
  const body = JSON.stringify({ document: withLimit(0.007) });
  const left = fetch(url, { method: 'POST', headers, body, signal: leaving.signal });
  setImmediate(() => leaving.abort());
  await expect(left).rejects.toThrow();
  expect((await tryOut('default', {})).summary.workloads).toBe(3);
  expect(server().faults).toEqual([]);
});
