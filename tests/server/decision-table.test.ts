import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo } from '../../core/time.ts';
import type { VerdictChange } from '../../decisions/assessment/assessment.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const DAYS = 40;
const RUNS_A_DAY = 200;
const START_MS = floorTo(Date.now(), HOUR_MS) - DAYS * DAY_MS;

/** One workload of which only the telemetry is known: what it is worth, costs and gets wrong. */
interface Story {
  readonly workload: string;
  readonly row: number;
  readonly value: number;
  readonly cost: number;
  /** Of how many runs one is a hallucination; null: nobody judges. */
  readonly oneIn: number | null;
  /** Days after which judgements stop. */
  readonly judgedDays?: number;
  readonly proposes: string;
  /** Whole days from the first event to the first hour that proposes it, and that publishes it. */
  readonly proposedOn: number;
  readonly publishedOn: number;
}

const STORIES: readonly Story[] = [
  {
    workload: 'weak-and-burdensome',
    row: 0,
    value: 0.1,
    cost: 0.01,
    oneIn: 10,
    proposes: 'stop',
    proposedOn: 0,
    publishedOn: 7,
  },
  {
    workload: 'neither-earns-nor-affords',
    row: 1,
    value: 0.1,
    cost: 0.5,
    oneIn: 1000,
    proposes: 'stop',
    proposedOn: 0,
    publishedOn: 7,
  },
  {
    workload: 'no-economics-no-operations',
    row: 2,
    value: 1,
    cost: 2,
    oneIn: 10,
    proposes: 'stop',
    proposedOn: 0,
    publishedOn: 7,
  },
  {
    workload: 'does-not-earn',
    row: 3,
    value: 0.1,
    cost: 0.01,
    oneIn: 1000,
    proposes: 'redesign',
    proposedOn: 0,
    publishedOn: 3,
  },
  {
    workload: 'too-expensive',
    row: 4,
    value: 1,
    cost: 2,
    oneIn: 1000,
    proposes: 'redesign',
    proposedOn: 0,
    publishedOn: 3,
  },
  {
    workload: 'unreliable',
    row: 5,
    value: 1,
    cost: 0.1,
    oneIn: 10,
    proposes: 'hold',
    proposedOn: 0,
    publishedOn: 0,
  },
  {
    workload: 'healthy',
    row: 6,
    value: 1,
    cost: 0.1,
    oneIn: 200,
    proposes: 'scale',
    proposedOn: 1,
    publishedOn: 8,
  },
  {
    workload: 'unproven',
    row: 7,
    value: 1,
    cost: 0.1,
    oneIn: null,
    proposes: 'hold',
    proposedOn: 0,
    publishedOn: 0,
  },
];

const GOES_SILENT: Story = {
  workload: 'judges-leave',
  row: 7,
  value: 1,
  cost: 0.1,
  oneIn: 200,
  judgedDays: 30,
  proposes: 'hold',
  proposedOn: 0,
  publishedOn: 0,
};

function* telemetry(story: Story): Generator<object> {
  for (let i = 0; i < DAYS * RUNS_A_DAY; i += 1) {
    const tsMs = START_MS + Math.floor((i * DAY_MS) / RUNS_A_DAY);
    const isJudged = story.oneIn !== null && tsMs < START_MS + (story.judgedDays ?? DAYS) * DAY_MS;
    yield {
      kind: 'run',
      id: `${story.workload}-${i}`,
      workload: story.workload,
      ts: tsMs,
      ok: true,
      // A spread of a tenth either way, so that means have a variance.
      value_usd: story.value * (0.9 + (i % 5) * 0.05),
      cost_usd: story.cost * (0.9 + (i % 3) * 0.1),
      ...(isJudged && story.oneIn !== null ? { hallucination: i % story.oneIn === 7 } : {}),
    };
  }
}

let server: TestServer;

async function post(story: Story): Promise<void> {
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    const response = await server.request('/v1/events', {
      body: batch.join('\n'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect([response.status, await response.json()]).toEqual([
      202,
      { accepted: batch.length, duplicates: 0, rejected: [] },
    ]);
    batch = [];
  };
  for (const event of telemetry(story)) {
    batch.push(JSON.stringify(event));
    if (batch.length === 4000) await flush();
  }
  if (batch.length > 0) await flush();
}

async function verdictsOf(workload: string): Promise<VerdictChange[]> {
  const response = await server.request(`/api/workloads/${workload}/verdicts`);
  const { items } = (await response.json()) as { items: VerdictChange[] };
  return items;
}

const dayOf = (change: VerdictChange | undefined): number | null =>
  change === undefined ? null : Math.floor((Date.parse(change.at) - START_MS) / DAY_MS);

beforeAll(async () => {
  server = await startTestServer();
  for (const story of [...STORIES, GOES_SILENT]) await post(story);
  await server.request('/api/ingest/flush', { method: 'POST' });
});
afterAll(() => server.stop());

test.each(STORIES)(
  'row $row is reached from events alone: $workload is proposed $proposes on day $proposedOn and published on day $publishedOn',
  async ({ workload, row, proposes, proposedOn, publishedOn }) => {
    const response = await server.request(`/api/workloads/${workload}/assessment`);
    const assessment = (await response.json()) as {
      verdict: string;
      proposed: string;
      row: { index: number };
    };
    expect(assessment).toMatchObject({
      verdict: proposes,
      proposed: proposes,
      row: { index: row },
    });

    const changes = await verdictsOf(workload);
    expect({
      proposedOn: dayOf(changes.find((change) => change.proposed === proposes)),
      publishedOn: dayOf(changes.find((change) => change.verdict === proposes)),
    }).toEqual({ proposedOn, publishedOn });
  },
);

test('scale is withdrawn when judgements stop coming, and never proposed again without them', async () => {
  const changes = await verdictsOf(GOES_SILENT.workload);
  const lastJudgedMs = START_MS + 30 * DAY_MS;
  const isStaleMs = lastJudgedMs + 2 * DAY_MS + HOUR_MS;
  expect(changes.some(({ verdict }) => verdict === 'scale')).toBe(true);
  expect(changes.at(-1)).toMatchObject({ verdict: 'hold', proposed: 'hold' });
  const after = changes.filter(({ at }) => Date.parse(at) > isStaleMs);
  expect(
    after.filter(({ verdict, proposed }) => verdict === 'scale' || proposed === 'scale'),
  ).toEqual([]);
});

test('a workload that nobody judges is never proposed scale, however well it earns', async () => {
  const changes = await verdictsOf('unproven');
  expect(changes.filter(({ proposed }) => proposed === 'scale')).toEqual([]);
});
