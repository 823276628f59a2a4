import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo, isoTime } from '../../core/time.ts';
import { launchBrowser } from '../support/browser.ts';
import { signInPerson } from '../support/people.ts';
import { startClockedServer, type ClockedServer } from './support/clocked-server.ts';
import { goodRuns, send } from './support/good-telemetry.ts';
import { createPersonPages, type PersonPages } from './support/person-pages.ts';

const ID = 'parcel-answers';
const PATH = `/api/workloads/${ID}`;
/** Past the end of the day on which a decision is due, and past the grace after it. */
const GRACE_MS = 8 * DAY_MS;
const DAYS = 40;

let browser: Browser;
let server: ClockedServer;
let pages: PersonPages;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startClockedServer(GRACE_MS)]);
  pages = createPersonPages(browser, server.url);
  const policy = {
    signals: {
      value_per_run: { role: 'required', limit: 0.4 },
      error_rate: { role: 'required', limit: 0.05 },
      roi: { role: 'required', limit: 1.2 },
    },
  };
  await server.request('/api/policies/parcels', { method: 'PUT', body: policy });
  await server.request(PATH, {
    method: 'PUT',
    body: {
      title: 'Parcel answers',
      stage: 'production',
      policy: 'parcels',
      rollout: { mode: 'live' },
      review_cadence: '30d',
      decision_due: isoTime(server.now() - 2 * DAY_MS).slice(0, 10),
      safe_mode: 'draft-only',
    },
  });
  await send(server, ID, goodRuns(floorTo(server.now(), HOUR_MS) - DAYS * DAY_MS, DAYS));
  await server.pass(0);
});

afterAll(async () => {
  await pages.close();
  await browser.close();
  await server.stop();
});

/** What an application that asks for one customer is told. */
async function told(): Promise<unknown> {
  const body = { context: { targetingKey: 'customer-3' } };
  const answer = await server.request(`/ofrep/v1/evaluate/flags/${ID}`, { body });
  return ((await answer.json()) as { value: unknown }).value;
}

it('a workload past its decision date is overdue on every page that shows it, and held', async () => {
  const viewer = await signInPerson(server, 'viewer', ['viewer']);
  const page = await pages.open(viewer, '/');
  await page
    .getByRole('row', { name: /Parcel answers/ })
    .getByText(/^overdue/)
    .waitFor();
  for (const path of ['/alerts', '/decisions', '/reviews']) {
    await pages.open(viewer, path);
    const banner = page.getByText(/^1 decision overdue, so the verdict is capped at hold/);
    await banner.getByRole('link', { name: 'Parcel answers' }).waitFor();
  }
  await pages.open(viewer, '/report');
  await page
    .getByText(/overdue/)
    .first()
    .waitFor();
  for (const tab of ['overview', 'return', 'readiness', 'compare', 'decisions', 'audit']) {
    await pages.open(viewer, `/w/${ID}?tab=${tab}`);
    await page
      .getByRole('banner')
      .or(page.getByRole('main'))
      .getByText(/^overdue since/)
      .waitFor();
  }
  expect(await (await server.request(`${PATH}/assessment`)).json()).toMatchObject({
    verdict: 'hold',
    blocked_by: ['decision:expired'],
  });
  expect(await told()).toBe('live');
  expect(pages.faults()).toEqual([]);
});

it('it falls back to its safe mode when the grace is over, and the page says why', async () => {
  // Sessions end within the grace.
  await pages.close();
  await server.pass(GRACE_MS);
  expect(await told()).toBe('draft-only');
  const later = await signInPerson(server, 'later', ['viewer']);
  const page = await pages.open(later, `/w/${ID}?tab=decisions`);
  await page
    .getByText(/the workload has fallen back to draft-only. A new decision lifts both/)
    .waitFor();
  await page
    .getByRole('region', { name: 'Rollout mode' })
    .getByRole('list', { name: 'What holds it' })
    .waitFor();
  expect(pages.faults()).toEqual([]);
});
