import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
/** How soon a new event must be seen. */
const SOON = { timeout: 5000 };
/** Too long for the contract; its hash, which is all that is kept of it, is not. */
const LONG_USER = 'u'.repeat(300);

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (path: string, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);

/** Makes a key on the page and hands out a snippet as it stands there. */
async function readSnippet(page: Page, name: string): Promise<string> {
  await page.getByRole('tab', { name }).click();
  return page.getByRole('tabpanel').locator('code').innerText();
}

async function makeKey(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByText('Shown this once').waitFor();
}

const tailRow = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

/** The script of the page with a model that needs no provider. */
const withMockModel = (script: string): string =>
  script.replace(
    "import { openai } from '@ai-sdk/openai';",
    `import { MockLanguageModelV4 } from 'ai/test';
    const openai = (modelId) => new MockLanguageModelV4({
      provider: 'openai', modelId,
      doGenerate: async () => ({
        content: [{ type: 'text', text: 'The sheep that leads.' }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: { inputTokens: { total: 31 }, outputTokens: { total: 7 } },
        warnings: [],
      }),
    });`,
  );

describe('before anything came in', () => {
  it('each tab says so in its own words', async () => {
    const { page, faults, close } = await open('/ingest');
    await page
      .getByRole('heading', { level: 1, name: 'Nothing has come in since the start.' })
      .waitFor();
    await page.getByText('None yet. Make one to send telemetry').waitFor();
    await page.getByRole('link', { name: 'Live tail' }).click();
    await page.getByText('it appears here by itself').waitFor();
    await page.getByRole('link', { name: 'Quarantine' }).click();
    await page.getByText('Nothing is in quarantine').waitFor();
    expect(page.url()).toContain('tab=quarantine');
    expect(faults).toEqual([]);
    await close();
  });
});

describe('a newcomer', () => {
  it('makes a key, pastes the snippet for curl, and sees the event in the tail', async () => {
    const tail = await open('/ingest?tab=tail');
    await tail.page.getByText('it appears here by itself').waitFor();
    const { page, faults, close } = await open('/ingest');
    await makeKey(page, 'Newcomer');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Newcomer' })
      .getByText('just made')
      .waitFor();

    const { stdout } = await run('bash', ['-c', await readSnippet(page, 'curl')]);
    expect(JSON.parse(stdout)).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    await tailRow(tail.page, 'ok · 840 ms').waitFor(SOON);
    expect([...faults, ...tail.faults]).toEqual([]);
    await close();
    await tail.close();
  });

  it('runs the script for the AI SDK, and its run appears in the tail', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-snippet-'));
    const tail = await open('/ingest?tab=tail');
    const { page, close } = await open('/ingest?snippet=ai-sdk');
    await makeKey(page, 'AI SDK');
    try {
      const script = withMockModel(await readSnippet(page, 'AI SDK'));
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      await writeFile(join(folder, 'script.mjs'), script);
      const { stdout } = await run(process.execPath, [join(folder, 'script.mjs')]);
      expect(stdout).toContain('The sheep that leads.');
      await tailRow(tail.page, 'in 31 · out 7').waitFor(SOON);
    } finally {
      await rm(folder, { recursive: true });
    }
    await close();
    await tail.close();
  });

  it('fetches the Node client from the server, as its snippet says, and its run appears', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-snippet-'));
    const tail = await open('/ingest?tab=tail');
    const { page, close } = await open('/ingest?snippet=client');
    await page.getByText('Bind it to workloads').click();
    await page.getByLabel('Workloads').fill('from-the-client');
    await makeKey(page, 'Node client');
    try {
      const script = await readSnippet(page, 'Node client');
      const [, fetchIt = ''] = /Fetch it once: (.+)/.exec(script) ?? [];
      await run('bash', ['-c', fetchIt], { cwd: folder });
      await writeFile(join(folder, 'script.mjs'), script);
      await run(process.execPath, ['script.mjs'], { cwd: folder });
      await tailRow(tail.page, 'from-the-client').waitFor(SOON);
    } finally {
      await rm(folder, { recursive: true });
    }
    await close();
    await tail.close();
  });

  it('is refused with the key once it is revoked, which asks first', async () => {
    const { page, close } = await open('/ingest');
    await makeKey(page, 'Short-lived');
    const curl = await readSnippet(page, 'curl');
    const line = page.getByRole('listitem').filter({ hasText: 'Short-lived' });
    await line.getByRole('button', { name: 'Revoke Short-lived' }).click();
    await page.keyboard.press('Escape');
    await line.getByRole('button', { name: 'Revoke Short-lived' }).click();
    await line.getByRole('button', { name: 'Revoke it' }).click();
    await line.waitFor({ state: 'detached' });
    const { stdout } = await run('bash', ['-c', curl]);
    expect(JSON.parse(stdout)).toMatchObject({ status: 401 });
    await close();
  });
});

describe('the live tail', () => {
  it('keeps its filters in its address, and holds still while paused', async () => {
    const send = (id: string) =>
      server.request('/v1/events', {
        body: { kind: 'probe', workload: 'tail-probe', id, ok: true, latency_ms: 7 },
      });
    await send('first');
    const { page, close } = await open('/ingest?tab=tail');
    await tailRow(page, 'first').waitFor(SOON);
    await page.getByRole('combobox', { name: 'Workload' }).selectOption('tail-probe');
    await page.waitForURL('**workload=tail-probe**');
    await page.reload();
    await tailRow(page, 'first').waitFor(SOON);
    expect(await tailRow(page, 'support-copilot').count()).toBe(0);

    await page.getByRole('button', { name: 'Pause' }).click();
    await send('second');
    await page.getByText('Paused.').waitFor();
    const { accepted } = (await (await server.request('/api/ingest/status')).json()) as {
      accepted: number;
    };
    // The strip goes on, so once it knows of the event the tail would as well.
    await page.getByText(String(accepted), { exact: true }).waitFor(SOON);
    expect(await tailRow(page, 'second').count()).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await tailRow(page, 'second').waitFor(SOON);
    await close();
  });
});

describe('the quarantine', () => {
  it('shows a refused event with its reason without a reload, as text whatever it holds', async () => {
    const { page, faults, close } = await open('/ingest?tab=quarantine');
    await page.getByText('Nothing is in quarantine').waitFor();
    await server.request('/v1/events', {
      body: { kind: 'run', workload: 'refused', latency_ms: -5, error: '<img src=x onerror=1>' },
    });
    const entry = page.getByRole('listitem').filter({ hasText: 'must be at least 0, got -5' });
    await entry.first().waitFor(SOON);
    await entry.getByText('What was sent').first().click();
    await page.getByText('<img src=x onerror=1>').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  it('replays what fits by now by keyboard alone, and says what is still refused and why', async () => {
    await server.request('/v1/events', {
      body: [
        { kind: 'run', workload: 'mended', id: 'mended-1', ok: true, user: LONG_USER },
        { kind: 'run', workload: 'mended', ok: 'perhaps' },
      ],
    });
    await server.request('/api/ingest/flush', { method: 'POST' });
    const { page, close } = await open('/ingest?tab=quarantine');
    const mended = page.getByRole('checkbox', { name: /run of mended/ });
    await mended.first().waitFor();
    const before = await mended.count();
    const all = page.getByRole('checkbox', { name: 'All on this page' });
    await all.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText(/1 event was taken; \d+ events are still refused/).waitFor();
    await page.getByText('ok: expected true or false, got "perhaps"').first().waitFor();
    await expect.poll(() => mended.count(), SOON).toBe(before - 1);
    await close();
    await server.request('/api/ingest/flush', { method: 'POST' });
    const { items } = (await (await server.request('/api/workloads/mended/runs')).json()) as {
      items: { id: string }[];
    };
    expect(items.map(({ id }) => id)).toEqual(['mended-1']);
  });
});

describe('the data contract', () => {
  it('leads to a kind by its address, which a reload restores', async () => {
    const { page, faults, close } = await open('/ingest?tab=contract');
    await page.getByRole('heading', { level: 2, name: 'Data contract, version 1' }).waitFor();
    await page
      .getByRole('navigation', { name: 'Kinds of event' })
      .getByRole('link', { name: 'metric' })
      .click();
    await page.waitForURL('**kind=metric**');
    await page.reload();
    const metric = page.getByRole('heading', { level: 2, name: 'metric' });
    await metric.waitFor();
    await expect
      .poll(() => metric.evaluate((h) => h.getBoundingClientRect().top))
      .toBeLessThan(900);
    expect(faults).toEqual([]);
    await close();
  });
});

it.each([
  ['send', '/ingest', 'Bind it to workloads'],
  ['quarantine', '/ingest?tab=quarantine', 'What was sent'],
])(
  'the tab %s, unfolded, breaks no rule of axe, fits its width, and says nothing to the console',
  async (name, path, unfolds) => {
    const { page, faults, close } = await open(path);
    await page.getByText('Waiting on disk').waitFor();
    await page.getByText(unfolds).first().click();
    expect(await barriersOf(page, `ingest-${name}`)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  },
);
