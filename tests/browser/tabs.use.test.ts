import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { signIn } from './support/visit.ts';

let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

it('tabs of one browser share one live stream, and the next takes it over', async () => {
  const context = await browser.newContext({ storageState: await signIn(browser, server) });
  const streams: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/stream') streams.push(request.url());
  });
  const first = await context.newPage();
  await first.goto(server.url);
  await first.getByText('Live', { exact: true }).waitFor();
  const second = await context.newPage();
  await second.goto(server.url);
  await second.getByText('Live', { exact: true }).waitFor();
  expect(streams).toHaveLength(1);
  await first.close();
  await expect.poll(() => streams.length).toBe(2);
  const body = [{ kind: 'run', workload: 'arrives', id: 'arrives-1', ok: true }];
  await server.request('/v1/events', { method: 'POST', body });
  await second.locator('a[data-row="arrives"]').waitFor();
  await context.close();
});
