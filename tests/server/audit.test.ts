import { describe, expect, it } from 'vitest';
import { weekName, weekStart } from '../../core/audit.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();
const PATH = '/api/workloads/desk';
const week = weekStart(Date.now()) - 7 * DAY_MS;

interface Queue {
  readonly items: { readonly run: { readonly id: string }; readonly source: string }[];
  readonly next: string | null;
  readonly settings: object | null;
  readonly progress: { drawn: number; reviewed: number; kept: number; capacity: number } | null;
  readonly weeks: object[];
}

const put = (path: string, body: unknown) => server().ask(path, body, { method: 'PUT' });
const flush = () => server().ask('/api/ingest/flush', {});
const queue = async (query = ''): Promise<Queue> =>
  (await server().ask(`${PATH}/audit${query}`)).body as Queue;
const lastWeek = `?week=${weekName(week)}`;
const review = (run: string, body: object, headers: Record<string, string> = {}) =>
  server().ask(`${PATH}/audit/${encodeURIComponent(run)}`, body, { headers });
const keyOf = async (name: string, ...scopes: string[]): Promise<string> => {
  const { body } = await server().ask('/api/keys', { name, scopes });
  return `Bearer ${(body as { key: string }).key}`;
};

describe('the audit', () => {
  it('is off until the record says how much, and says so', async () => {
    const events = Array.from({ length: 1000 }, (_, n) => ({
      kind: 'run',
      workload: 'desk',
      id: `run/${n}`,
      ts: week + (n % 168) * HOUR_MS,
      ok: true,
      release: n % 2 === 0 ? 'r1' : 'r2',
      attributes: { answer: `<img src=x onerror=alert(${n})>` },
    }));
    expect((await server().ask('/v1/events', events)).status).toBe(202);
    await flush();
    expect(await queue()).toMatchObject({ items: [], settings: null, progress: null });
    expect((await review('run/1', { verdict: 'correct', seconds: 1 })).status).toBe(409);
  });

  it('keeps what the capacity reaches, says how far it is, and pages through it', async () => {
    const audit = { share: 0.2, capacity_per_week: 40 };
    expect((await put(PATH, { title: 'Desk', audit })).status).toBe(200);
    const { items, progress } = await queue(lastWeek);
    expect(items).toHaveLength(40);
    expect(items.every(({ source }) => source === 'random')).toBe(true);
    expect(progress).toMatchObject({ kept: 40, reviewed: 0, capacity: 40 });
    expect(progress?.drawn).toBeGreaterThan(140);
    const first = await queue(`${lastWeek}&limit=15`);
    const second = await queue(`${lastWeek}&limit=15&cursor=${first.next}`);
    const third = await queue(`${lastWeek}&limit=15&cursor=${second.next}`);
    expect([first, second, third].flatMap((page) => page.items)).toEqual(items);
    expect(third.next).toBeNull();
  });

  it('answers also of weeks long before and after any run', async () => {
    for (const day of ['0001-01-01', '1969-12-31', '9999-12-31']) {
      const { items, progress } = await queue(`?week=${day}`);
      expect([items, progress?.drawn]).toEqual([[], 0]);
    }
    for (const query of ['from=0&to=999999999999999', 'from=999999999999999&to=0']) {
      expect((await server().ask(`${PATH}/audit/patterns?${query}`)).status).toBe(200);
      expect((await server().request(`${PATH}/audit/export?${query}`)).status).toBe(200);
    }
    expect((await server().request(`${PATH}/audit/export?from=then`)).status).toBe(400);
    expect((await server().ask(`${PATH}/audit?cursor=x`)).status).toBe(400);
  });

  it('refuses settings that make no sense', async () => {
    for (const audit of [{ share: 0, capacity_per_week: 1 }, { share: 0.1 }, { share: 2 }]) {
      expect((await put(PATH, { title: 'Desk', audit })).status).toBe(400);
    }
  });

  it('a review counts once: the second reviewer is told who was first, a lost answer is given again', async () => {
    const [one] = (await queue(lastWeek)).items;
    const id = one!.run.id;
    const ada = { authorization: await keyOf('ada', 'operate') };
    const bob = { authorization: await keyOf('bob', 'operate') };
    const body = { verdict: 'correct', seconds: 12 };
    const both = await Promise.all([review(id, body, ada), review(id, body, bob)]);
    expect(both.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409']);
    const winner = both[0]?.status === 200 ? ada : bob;
    const loser = winner === ada ? bob : ada;
    expect((await review(id, body, winner)).status).toBe(200);
    expect((await review(id, { ...body, verdict: 'reject' }, winner)).status).toBe(409);
    // Gone from the queue before and after it is queryable.
    expect((await queue(lastWeek)).items.map(({ run }) => run.id)).not.toContain(id);
    expect((await queue(lastWeek)).progress?.reviewed).toBe(1);
    await flush();
    expect((await queue(lastWeek)).items).toHaveLength(39);
    expect((await queue(lastWeek)).progress?.reviewed).toBe(1);
    const refused = await review(id, body, loser);
    expect(refused.status).toBe(409);
    expect((refused.body as { detail: string }).detail).toMatch(/key:\S+ reviewed the run/);
  });

  it('takes reviews of runs only that it asks about, from those who may', async () => {
    const drawn = new Set((await queue(`${lastWeek}&limit=1000`)).items.map(({ run }) => run.id));
    await put(PATH, { title: 'Desk', audit: { share: 0.0001, capacity_per_week: 40 } });
    // Of the highest hash: the lowest of a thousand may be drawn at a ten-thousandth too.
    const id = [...drawn].at(-1);
    expect((await review(id!, { verdict: 'correct', seconds: 1 })).status).toBe(409);
    expect((await review('nobody', { verdict: 'correct', seconds: 1 })).status).toBe(404);
    // Everything is drawn, and forty are asked about: nobody picks others.
    await put(PATH, { title: 'Desk', audit: { share: 1, capacity_per_week: 40 } });
    const asked = new Set((await queue(`${lastWeek}&limit=1000`)).items.map(({ run }) => run.id));
    const others = Array.from({ length: 24 }, (_, n) => `run/${n}`).filter(
      (one) => !asked.has(one),
    );
    const refusals = await Promise.all(
      others.map((one) => review(one, { verdict: 'correct', seconds: 1 })),
    );
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([409]));
    expect(JSON.stringify(refusals)).toContain('the audit does not ask about the run');
    const named = { share: 1, capacity_per_week: 40, reviewers: ['reviewer@example.org'] };
    await put(PATH, { title: 'Desk', audit: named });
    expect((await review(id!, { verdict: 'correct', seconds: 1 })).status).toBe(403);
    const reader = { authorization: await keyOf('reader', 'read') };
    expect((await review(id!, { verdict: 'correct', seconds: 1 }, reader)).status).toBe(403);
  });

  it('makes the audited error rate, its patterns and an evaluation set', async () => {
    await put(PATH, { title: 'Desk', audit: { share: 0.2, capacity_per_week: 40 } });
    const { items } = await queue(lastWeek);
    const wrong = items.slice(0, 9).map(({ run }) => run.id);
    const said = { verdict: 'reject', failure_pattern: 'made up', hallucination: true };
    const answers = await Promise.all(
      items.map(({ run }, n) =>
        review(run.id, { ...(n < 9 ? said : { verdict: 'correct' }), seconds: 30 }),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    // Of what was flagged nothing is mixed in.
    const flagged = { kind: 'review', workload: 'desk', source: 'escalation', verdict: 'reject' };
    await server().ask('/v1/events', [flagged, { ...flagged, run: 'run/0' }]);
    await flush();
    const { body } = await server().ask(`${PATH}/signals?window=7d`);
    const signals = (body as { items: { signal: string }[] }).items;
    expect(signals.find(({ signal }) => signal === 'audited_error_rate')).toMatchObject({
      axis: 'operations',
      value: 9 / 40,
      n: 40,
      state: 'ok',
      low: expect.any(Number),
      high: expect.any(Number),
    });
    const assessed = (await server().ask(`${PATH}/assessment`)).body as {
      signals: { signal: string; value: number }[];
    };
    expect(assessed.signals.find(({ signal }) => signal === 'audited_error_rate')?.value).toBe(
      9 / 40,
    );
    const patterns = (await server().ask(`${PATH}/audit/patterns`)).body as { items: object[] };
    expect(patterns.items).toMatchObject([{ pattern: 'made up', reviews: 9, random: 9 }]);
    const exported = await server().request(`${PATH}/audit/export`);
    const cases = (await exported.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { run_id: string; source: string; run: { id: string } });
    const random = cases.filter(({ source }) => source === 'random');
    expect(random.map(({ run_id }) => run_id).toSorted()).toEqual(wrong.toSorted());
    expect(random.every(({ run_id, run }) => run.id === run_id)).toBe(true);
    expect((await queue(lastWeek)).progress).toMatchObject({ reviewed: 40, kept: 40 });
    expect((await queue(lastWeek)).items).toEqual([]);
  });
});

describe('business reviews', () => {
  const PATHS = `${PATH}/reviews`;
  const notes = { notes: 'Fine so far', attendees: ['business owner', 'operations'] };

  it('are due by the cadence of the record, with an agenda of what changed', async () => {
    await put(PATH, { title: 'Desk', review_cadence: '30d' });
    const { body } = await server().ask(PATHS);
    expect(body).toMatchObject({
      items: [],
      due: { workload: 'desk', cadence: '30d', overdue: false, last_held: null },
    });
    const { agenda } = body as { agenda: { items: { topic: string }[] } };
    expect(new Set(agenda.items.map(({ topic }) => topic))).toEqual(
      new Set(['verdict', 'signals', 'alerts', 'decisions', 'cost', 'adoption', 'actions']),
    );
  });

  it('are kept with notes, actions and the next date; actions are closed, never forgotten', async () => {
    const action = { what: 'Mend the retriever', owner: 'technical owner', due: '2020-01-01' };
    const held = await server().request(PATHS, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...notes, actions: [action] }),
    });
    expect(held.status).toBe(201);
    const etag = held.headers.get('etag')!;
    expect(await held.json()).toMatchObject({
      id: 'desk/1',
      number: 1,
      actions: [{ done: false }],
    });
    const listed = (await server().ask('/api/reviews?workload=desk')).body as { items: object[] };
    expect(listed.items).toMatchObject([
      { state: 'due', overdue: false, open_actions: 1, late_actions: 1 },
      { state: 'held', id: 'desk/1' },
    ]);
    const page = (await server().ask('/api/reviews?limit=1')).body as { next: string };
    const rest = await server().ask(`/api/reviews?limit=1&cursor=${page.next}`);
    expect(rest.body).toMatchObject({ items: [{ state: 'held', id: 'desk/1' }], next: null });
    const close = (actions: object[], ifMatch = etag) =>
      server().ask(`${PATHS}/1`, { actions }, { method: 'PUT', headers: { 'if-match': ifMatch } });
    expect((await close([])).status).toBe(400);
    expect((await close([{ ...action, done: true }])).status).toBe(200);
    expect((await close([{ ...action, done: true }])).status).toBe(412);
    const past = { ...notes, next_date: '2020-01-01' };
    expect((await server().ask(PATHS, past)).status).toBe(400);
    const due = (await server().ask('/api/reviews?state=due')).body as { items: object[] };
    expect(due.items).toMatchObject([{ workload: 'desk', open_actions: 0 }]);
  });

  it('are held by people and programs that may write', async () => {
    const headers = { authorization: await keyOf('operator', 'operate', 'read') };
    expect((await server().ask(PATHS, notes, { headers })).status).toBe(403);
    expect((await server().ask(PATHS, undefined, { headers })).status).toBe(200);
    expect((await server().ask('/api/workloads/none/reviews')).status).toBe(404);
  });
});
