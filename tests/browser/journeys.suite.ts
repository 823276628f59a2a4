import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SampleOrganisation } from './support/sample-organisation.ts';

const SOON = { timeout: 10_000 };

const link = (page: Page, area: string, name: string) =>
  page.getByRole('navigation', { name: area }).getByRole('link', { name, exact: true });
const heading = (page: Page, level: 1 | 2, name: string | RegExp) =>
  page.getByRole('heading', { level, name });

/** What each kind of person comes for, from the portfolio to the last click. */
export function journeysSuite({ open, server }: SampleOrganisation): void {
  describe('who works with it', () => {
    it('leadership: which one to stop, why, and signed with a memo', async () => {
      const { page, faults, close } = await open('/');
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.waitForURL('**verdict=stop**');
      const stopped = page.locator('tbody th a').first();
      const title = await stopped.innerText();
      await stopped.click();
      await heading(page, 1, title).waitFor();
      await heading(page, 2, 'What would change it').waitFor();
      await link(page, 'Workload', 'Decisions').click();
      await heading(page, 2, 'Sign or overrule').waitFor();
      await page.getByRole('radio', { name: /Stop/ }).check();
      await page.getByLabel('Reason (optional)').fill('It costs more than it brings.');
      await page.getByRole('button', { name: 'Accept stop' }).click();
      const recorded = await page.getByText(/^Recorded as/).innerText();
      const id = /^Recorded as ([\w-]+)/.exec(recorded)?.[1] ?? '';
      await link(page, 'Main', 'Decisions').click();
      await page.getByRole('button', { name: /^Overrules/ }).waitFor();
      await page.getByRole('link', { name: `Memo of ${id}` }).click();
      await page.waitForURL(`**/decisions/${id}`);
      await page.getByText('It costs more than it brings.').waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('a business owner: what it earns and costs, and what would turn the verdict', async () => {
      const { page, faults, close } = await open('/');
      await page.locator('a[data-row="support-copilot"]').click();
      await link(page, 'Workload', 'Return').click();
      for (const name of ['Value and full cost by day', 'Return on cost', 'Adoption'])
        await heading(page, 2, name).waitFor();
      await page.getByRole('heading', { name: /Proposed today/ }).waitFor();
      const rate = page.getByRole('slider', { name: 'Hallucination rate', exact: true });
      await rate.focus();
      await page.keyboard.press('End');
      await page.getByRole('heading', { name: /It would propose/ }).waitFor();
      await page.waitForURL(/if=rate\.hallucination_rate:/);
      await page.getByRole('button', { name: 'Reset all' }).click();
      await page.getByRole('heading', { name: /Proposed today/ }).waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('ops staff: what fires, since when, taken over with a note, and the workload behind it', async () => {
      const { page, faults, close } = await open('/');
      await link(page, 'Main', 'Alerts').click();
      await heading(page, 1, /alerts? fires? on/).waitFor();
      const focused = () => page.evaluate(() => document.activeElement?.role);
      await expect
        .poll(async () => {
          await page.keyboard.press('j');
          return focused();
        }, SOON)
        .toBe('row');
      await page.keyboard.press('Enter');
      const panel = page.getByRole('region', { name: 'The alert' });
      await panel.getByRole('heading', { level: 2 }).waitFor();
      await panel.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByLabel('Note, if any').fill('looking at it');
      await page.keyboard.press('Enter');
      await panel.getByText('looking at it').waitFor(SOON);
      await panel.getByRole('link').first().click();
      await heading(page, 2, 'Over time').waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('risk: what a workload lacks for its next stage, and whom a stricter limit would have moved', async () => {
      const { page, faults, close } = await open('/w/contract-review');
      await link(page, 'Workload', 'Readiness').click();
      await page.getByRole('complementary', { name: 'What comes next' }).waitFor();
      await heading(page, 2, /^Next: /).waitFor();
      await link(page, 'Main', 'Policies').click();
      await page
        .getByRole('navigation', { name: 'Policies' })
        .locator('a[href*="customer-facing"]')
        .click();
      await page.getByRole('textbox', { name: /^Hallucination rate: limit/ }).fill('0.2');
      await page.getByText(/^Another verdict for \d+ of \d+ workloads/).waitFor();
      await page.getByRole('button', { name: 'Reset' }).click();
      expect(faults).toEqual([]);
      await close();
    });

    it('a reviewer: judges a run of the random sample by keyboard', async () => {
      const { page, faults, close } = await open('/w/support-copilot?tab=audit');
      const article = page.getByRole('article', { name: /^Run / });
      await article.waitFor();
      const first = await article.getAttribute('aria-label');
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await expect.poll(() => article.getAttribute('aria-label'), SOON).not.toBe(first);
      expect(faults).toEqual([]);
      await close();
    });

    it('an auditor: who changed what, checked and taken away as a file', async () => {
      const { page, faults, close } = await open('/');
      await link(page, 'Main', 'Record').click();
      await page.getByLabel('Kind', { exact: true }).selectOption('Decision');
      await page.waitForURL('**kind=decision**');
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText(/^All [\d,]+ records are as they were written/).waitFor();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Export what is shown as CSV' }).click(),
      ]);
      expect((await readFile(await file.path(), 'utf8')).split('\r\n').length).toBeGreaterThan(2);
      expect(faults).toEqual([]);
      await close();
    });

    it('an engineer: a key, two lines in an application, and its first event as it comes in', async () => {
      const { page, faults, close } = await open('/');
      await link(page, 'Main', 'Ingest').click();
      await page.getByLabel('Name').fill('new application');
      await page.getByRole('button', { name: 'Make a key' }).click();
      await page.getByText('Shown this once').waitFor();
      const key = /bw_[\w-]+/.exec(await page.locator('main').innerText())?.[0];
      const sent = await fetch(new URL('/v1/events', server().url), {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify([{ kind: 'run', workload: 'newcomer', id: 'first', ok: true }]),
      });
      expect(sent.status).toBe(202);
      await link(page, 'Main', 'Portfolio').click();
      await page.locator('a[data-row="newcomer"]').waitFor(SOON);
      expect(faults).toEqual([]);
      await close();
    });

    it('an administrator: who may do what, and somebody new', async () => {
      const { page, faults, close } = await open('/');
      await link(page, 'Main', 'Settings').click();
      await page.getByText('Head of claims').first().waitFor();
      await page.getByRole('button', { name: 'Add a person' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Night desk');
      await page.getByRole('textbox', { name: 'Email' }).fill('night.desk@example.com');
      await page.getByRole('checkbox', { name: /^Operator/ }).check();
      await page.getByRole('button', { name: 'Add and make an invitation' }).click();
      await page.getByRole('status').locator('code').waitFor();
      await page.getByText('no password yet').first().waitFor();
      expect(faults).toEqual([]);
      await close();
    });
  });
}
