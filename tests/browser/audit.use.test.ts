import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { weekStart } from '../../core/audit.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

let browser: Browser;
let server: TestServer;
let visitor: Visitor;
let drawnBefore: string[];

interface Queue {
  readonly items: { readonly run: { readonly id: string } }[];
  readonly progress: { readonly reviewed: number };
}

const PATH = '/api/workloads/support-desk';
const QUESTION = 'May I return it <script>document.title="taken"</script>after a month?';
const queue = async (of: TestServer): Promise<Queue> =>
  (await (await of.request(`${PATH}/audit`)).json()) as Queue;

beforeAll(async () => {
  browser = await launchBrowser();
  const first = await startTestServer();
  const start = weekStart(Date.now()) - 7 * DAY_MS;
  const events = Array.from({ length: 500 }, (_, n) => ({
    kind: 'run',
    workload: 'support-desk',
    id: `conversation/${n}#1`,
    ts: start + (n % 168) * HOUR_MS,
    ok: true,
    latency_ms: 900 + n,
    confidence: 0.4 + (n % 50) / 100,
    model: 'house-model-2',
    release: '2026-11-a',
    attributes: { question: QUESTION, answer: `Within 30 days.\nCase ${n}.` },
  }));
  await first.request('/v1/events', { body: events });
  await first.request('/api/ingest/flush', { method: 'POST' });
  const record = { title: 'Support desk', audit: { share: 0.2, capacity_per_week: 30 } };
  await first.request(PATH, { method: 'PUT', body: record });
  drawnBefore = (await queue(first)).items.map(({ run }) => run.id);
  await first.kill();
  server = await startTestServer({ folder: first.folder });
  visitor = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);

it('draws the same runs after a kill and a restart', async () => {
  expect(drawnBefore).toHaveLength(30);
  expect((await queue(server)).items.map(({ run }) => run.id)).toEqual(drawnBefore);
});

it('is worked by keyboard alone: read, judge, name a pattern, done, undo', async () => {
  const { page, faults, close } = await open('/w/support-desk?tab=audit');
  const shown = (id: string) => page.getByRole('article', { name: `Run ${id}`, exact: true });
  const [first, second, third] = drawnBefore as [string, string, string];
  await shown(first).waitFor();
  expect(await page.getByText(QUESTION).isVisible()).toBe(true);
  await page.keyboard.press('Enter');
  await shown(first).waitFor();
  await page.keyboard.press('4');
  await page.keyboard.press('h');
  await page.keyboard.press('p');
  await page.keyboard.type('made up a deadline');
  await page.keyboard.press('Enter');
  await shown(second).waitFor();
  // Taken back before it was sent: what was said stands there again.
  await page.keyboard.press('u');
  await shown(first).waitFor();
  const reject = page.getByRole('button', { name: 'Reject' });
  expect(await reject.getAttribute('aria-pressed')).toBe('true');
  expect((await queue(server)).progress.reviewed).toBe(0);
  await page.keyboard.press('Enter');
  await shown(second).waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await shown(third).waitFor();
  // The one before goes with the next; the last one is sent when its moment is over.
  await vi.waitFor(
    async () => {
      const waiting = (await queue(server)).items.map(({ run }) => run.id);
      expect(waiting).toEqual(drawnBefore.slice(2));
    },
    { timeout: 15_000, interval: 200 },
  );
  await page.getByText('made up a deadline').first().waitFor();
  await page.getByText('28 runs to review').waitFor();
  const exported = await (await server.request(`${PATH}/audit/export`)).text();
  expect(JSON.parse(exported.split('\n')[0] ?? '')).toMatchObject({
    run_id: first,
    verdict: 'reject',
    hallucination: true,
    failure_pattern: 'made up a deadline',
    reviewer: 'person:administrator',
  });
  expect(await page.title()).not.toContain('taken');
  expect(faults).toEqual([]);
  await close();
});

it('is switched on where it is off', async () => {
  const run = { kind: 'run', workload: 'notes', id: '1', ok: true };
  await server.request('/v1/events', { body: [run] });
  await server.request('/api/ingest/flush', { method: 'POST' });
  const { page, faults, close } = await open('/w/notes?tab=audit');
  await page.getByRole('textbox', { name: 'Share of runs, %' }).fill('100');
  await page.getByRole('button', { name: 'Switch the audit on' }).click();
  await page.getByRole('article', { name: 'Run 1' }).waitFor();
  expect(faults).toEqual([]);
  await close();
});

it('a business review keeps its notes, and its actions can be closed', async () => {
  const { page, faults, close } = await open('/reviews?workload=support-desk');
  await page.getByRole('textbox', { name: 'Days between reviews' }).fill('30');
  await page.getByRole('button', { name: 'Set the cadence' }).click();
  await page.getByText('every 30d').or(page.getByText('in 30 days')).first().waitFor();
  await page.getByRole('textbox', { name: 'Notes' }).fill('Hold until deadlines are right.');
  await page.getByRole('textbox', { name: 'Who was there' }).fill('business owner, operations');
  await page.getByRole('button', { name: 'Add an action' }).click();
  await page.getByRole('textbox', { name: 'What' }).fill('Mend the deadlines');
  await page.getByRole('textbox', { name: 'Who', exact: true }).fill('technical owner');
  await page.getByLabel('Until').fill('2020-01-02');
  await page.getByRole('button', { name: 'Keep the review' }).click();
  await page.getByText('The review is kept.').waitFor();
  await page.getByText('1 action open, 1 late').waitFor();
  await page.getByRole('checkbox', { name: /^Mend the deadlines/ }).click();
  await page.getByText('no action open').first().waitFor();
  expect(faults).toEqual([]);
  await close();
});

it.each([
  ['audit', '/w/support-desk?tab=audit', /^Failure patterns$/],
  ['reviews', '/reviews?workload=support-desk', /^Held before$/],
])('%s with what was said has no barrier, wide and narrow', async (name, path, heading) => {
  const { page, close } = await open(path);
  await page.getByRole('heading', { name: heading }).waitFor();
  if (name === 'audit') await page.getByRole('heading', { name: 'Review this run' }).waitFor();
  expect(await barriersOf(page, name)).toEqual([]);
  await close();
});
