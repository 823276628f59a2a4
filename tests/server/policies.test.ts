import { describe, expect, it } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();

const put = (path: string, body: string, type: string, headers: object = {}): Promise<Response> =>
  server().request(path, { method: 'PUT', body, headers: { 'content-type': type, ...headers } });
const putJson = (path: string, document: object): Promise<Response> =>
  put(path, JSON.stringify(document), 'application/json');
const errorRate = (limit: number) => ({ error_rate: { role: 'required', limit } });

interface Problem {
  status: number;
  errors: { path: string; message: string }[];
}

describe('a policy in YAML', () => {
  const text = `
title: Customer-facing
extends: default
signals:
  error_rate: {role: required, limit: 0.02}   # two in a hundred
dwell:
  scale: 14d
`;

  it.each(['application/yaml', 'application/yaml; charset=utf-8', 'text/yaml'])(
    'is kept as the same document as in JSON when it is sent as %s',
    async (type) => {
      const kept = await put('/api/policies/yaml', text, type);
      expect(kept.status).toBe(200);
      const document = {
        id: 'yaml',
        title: 'Customer-facing',
        extends: 'default',
        signals: errorRate(0.02),
        dwell: { scale: '14d' },
      };
      expect(await kept.json()).toEqual(document);
      expect((await server().ask('/api/policies/yaml')).body).toEqual(document);
    },
  );

  it('is guarded by If-Match like every document', async () => {
    const stale = await put('/api/policies/yaml', text, 'application/yaml', { 'if-match': '"99"' });
    expect(stale.status).toBe(412);
  });

  it.each([
    ['line and column where it is no YAML', 'signals:\n  roi: 1\n  roi: 2', ['line 3, column 3']],
    ['its field where it is no policy', 'confidence: high', ['confidence']],
    ['its signal where there is none', 'signals: {speed: {role: advisory}}', ['signals.speed']],
    ['the whole where it holds nothing', '', ['']],
  ])('is refused with %s', async (_, body, paths) => {
    const refused = await put('/api/policies/yaml', body, 'application/yaml');
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.errors.map(({ path }) => path)]).toEqual([400, paths]);
  });

  it('larger than any policy is refused before it is read', async () => {
    const refused = await put('/api/policies/yaml', `a: ${'x'.repeat(70_000)}`, 'application/yaml');
    expect(refused.status).toBe(413);
  });
});

describe("a policy's versions", () => {
  it('tell who wrote what, when and why, page by page', async () => {
    await putJson('/api/policies/paged?reason=Too%20lax', { signals: errorRate(0.1) });
    await putJson('/api/policies/paged', { signals: errorRate(0.05) });
    await putJson('/api/policies/paged?reason=Too%20strict', { signals: errorRate(0.07) });
    const page = async (query: string) =>
      (await server().ask(`/api/policies/paged/versions${query}`)).body as {
        items: { version: number; reason: string; actor: string; document: object }[];
        next: string | null;
      };
    const whole = await page('');
    expect(whole.items).toMatchObject([
      { version: 3, reason: 'Too strict', actor: 'key:environment' },
      { version: 2, reason: '' },
      { version: 1, reason: 'Too lax', document: { id: 'paged', signals: errorRate(0.1) } },
    ]);
    const first = await page('?limit=2');
    const second = await page(`?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect([whole.next, second.next]).toEqual([null, null]);
  });

  it('are compared in words, by default the last two', async () => {
    const diff = async (query: string) =>
      (await server().ask(`/api/policies/paged/diff${query}`)).body as {
        items: { words: string }[];
      };
    expect(await diff('')).toMatchObject({
      from: 2,
      to: 3,
      items: [{ path: 'signals.error_rate.limit', before: 0.05, after: 0.07, stricter: false }],
    });
    expect((await diff('?from=1&to=2')).items.map(({ words }) => words)).toEqual([
      'Error rate: limit 10 % → 5 %, stricter',
    ]);
    expect((await diff('?from=3&to=3')).items).toEqual([]);
    expect((await diff('?to=1')).items).toEqual([]);
  });

  it('that are not there are answered with 404', async () => {
    for (const path of ['nobody/versions', 'nobody/diff', 'paged/diff?from=9', 'paged/diff?to=9']) {
      expect((await server().ask(`/api/policies/${path}`)).status, path).toBe(404);
    }
    expect((await server().ask('/api/policies/paged/diff?from=first')).status).toBe(400);
  });
});

describe('the JSON Schema of policies', () => {
  it('is answered, and no policy can be written over its address', async () => {
    const { status, body } = await server().ask('/api/policies/schema');
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ $schema: 'https://json-schema.org/draft/2020-12/schema' }),
    ]);
    expect((await putJson('/api/policies/schema', {})).status).toBe(400);
  });
});

describe('a rule for a risk class or for one workload', () => {
  const assessedBy = async (workload: string) => {
    const { body } = await server().ask(`/api/workloads/${workload}/assessment`);
    const { policy, signals } = body as {
      policy: { hash: string; override?: string };
      signals: { signal: string; limit: number | null }[];
    };
    const limit = signals.find(({ signal }) => signal === 'error_rate')?.limit;
    return { limit, override: policy.override, hash: policy.hash };
  };

  it('decides about those it is for, who can read the reason in their assessment', async () => {
    await putJson('/api/policies/house', {
      signals: errorRate(0.1),
      risk_classes: { regulated: { signals: errorRate(0.01) } },
      overrides: { pilot: { reason: 'Drafts only.', signals: errorRate(0.3) } },
    });
    for (const [id, risk_class] of [
      ['plain', 'internal'],
      ['bank', 'regulated'],
      ['pilot', 'regulated'],
    ]) {
      await putJson(`/api/workloads/${id}`, { policy: 'house', risk_class });
    }
    const [plain, bank, pilot] = await Promise.all(['plain', 'bank', 'pilot'].map(assessedBy));
    expect([plain?.limit, bank?.limit, pilot?.limit]).toEqual([0.1, 0.01, 0.3]);
    expect([plain?.override, bank?.override, pilot?.override]).toEqual([
      undefined,
      undefined,
      'Drafts only.',
    ]);
    expect(new Set([plain, bank, pilot].map((one) => one?.hash)).size).toBe(3);
  });

  it('follows the workload when its risk class changes', async () => {
    await putJson('/api/workloads/plain', { policy: 'house', risk_class: 'regulated' });
    expect((await assessedBy('plain')).limit).toBe(0.01);
  });

  it('needs a reason where it is for one workload', async () => {
    const refused = await putJson('/api/policies/house', {
      overrides: { pilot: { signals: errorRate(0.3) } },
    });
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.errors[0]?.path]).toEqual([400, 'overrides.pilot.reason']);
  });
});

it('the interface describes what policies can be asked for, YAML included', async () => {
  const { paths } = (await server().ask('/api/openapi.json')).body as {
    paths: Record<string, Record<string, { requestBody?: { content: object }; responses: object }>>;
  };
  for (const path of ['', '/schema', '/{id}', '/{id}/versions', '/{id}/diff']) {
    expect(paths[`/api/policies${path}`]?.['get'], path).toBeDefined();
  }
  const backtest = paths['/api/policies/{id}/backtest']?.['post'];
  expect(JSON.stringify(backtest)).toContain('flips_per_quarter');
  const written = paths['/api/policies/{id}']?.['put']?.requestBody?.content ?? {};
  expect(Object.keys(written)).toEqual(['application/json', 'application/yaml']);
});

it('nothing of this is a fault', () => {
  expect(server().faults).toEqual([]);
});
