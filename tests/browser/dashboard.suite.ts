import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SampleOrganisation } from './support/sample-organisation.ts';

const rowNames = (page: Page): Promise<string[]> => page.locator('tbody th a').allInnerTexts();

export function dashboardSuite({ open, earlyFaults }: SampleOrganisation): void {
  describe('the portfolio', () => {
    it('answers at once: how many of each verdict, and each workload with its own', async () => {
      const { page, faults, close } = await open('/');
      await page.getByRole('heading', { level: 1, name: /\d+ workloads: \d+ to/ }).waitFor();
      // The headline stands a moment before the table.
      await page.locator('tbody tr').first().waitFor();
      const verdicts = await page.locator('tbody tr td:nth-of-type(1) > span').allInnerTexts();
      expect(new Set(verdicts).size).toBeGreaterThanOrEqual(3);
      expect(await page.getByText('Sample data').isVisible()).toBe(true);
      expect(faults).toEqual([]);
      await close();
    });

    it('said that the sample telemetry was coming in for as long as it was', () => {
      expect(earlyFaults()).toEqual([]);
    });

    it('opens a workload whose answers take long, unless somebody goes elsewhere meanwhile', async () => {
      const { page, faults, close } = await open('/');
      const slowMs = 6000;
      await page.route('**/api/workloads/*/assessment*', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, slowMs));
        await route.continue();
      });
      await page.locator('a[data-row="claims-intake"]').waitFor();
      // Both at once, as nobody's hand is quick enough on a busy machine.
      await page.evaluate(() => {
        document.querySelector<HTMLElement>('a[data-row="claims-intake"]')?.click();
        document.querySelector<HTMLElement>('nav a[href="/record"]')?.click();
      });
      await page.getByRole('heading', { level: 1, name: 'Record' }).waitFor();
      await page.waitForTimeout(500);
      expect(new URL(page.url()).pathname).toBe('/record');
      await page.goBack();
      const before = Date.now();
      await page.locator('a[data-row="support-copilot"]').click();
      await page.waitForURL('**/w/support-copilot');
      await page.locator('main [aria-busy="true"]').first().waitFor();
      expect(Date.now() - before).toBeLessThan(slowMs);
      await page.getByRole('heading', { level: 2, name: 'Over time' }).waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('keeps filter and order in its address', async () => {
      const { page, close } = await open('/');
      await page.getByRole('button', { name: 'Hold', exact: true }).click();
      await page.getByRole('columnheader', { name: 'Cost / mo' }).getByRole('button').click();
      await page.waitForURL('**/?*sort=-cost*');
      await page.locator('th[aria-sort="descending"]').waitFor();
      expect(page.url()).toContain('verdict=hold');
      const before = await rowNames(page);
      await page.reload();
      await page.locator('tbody tr').first().waitFor();
      expect(await rowNames(page)).toEqual(before);
      await page.getByRole('searchbox').fill('no such workload');
      await page.getByText('No workload fits this filter.').waitFor();
      await close();
    });

    it('hands out one file', async () => {
      const { page, close } = await open('/');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export CSV' }).click(),
      ]);
      const text = await readFile(await download.path(), 'utf8');
      expect(text.split('\r\n')[0]).toContain('workload,title,verdict');
      expect(text.trim().split('\r\n')).toHaveLength((await rowNames(page)).length + 1);
      await close();
    });

    it('opens a workload by keyboard alone', async () => {
      const { page, close } = await open('/');
      await page.locator('tbody tr').first().waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const links = page.locator('tbody th a');
      await links.first().focus();
      await page.keyboard.press('ArrowDown');
      const name = await links.nth(1).innerText();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
      await close();
    });

    it('explains a figure on focus, and Escape puts the explanation away', async () => {
      const { page, close } = await open('/');
      await page.locator('tbody tr').first().waitFor();
      await page.getByRole('button', { name: 'Export CSV' }).focus();
      for (
        let steps = 0;
        steps < 40 && !(await page.getByRole('tooltip').isVisible());
        steps += 1
      ) {
        await page.keyboard.press('Tab');
      }
      expect(await page.getByRole('tooltip').innerText()).toMatch(/Value|Published/);
      await page.keyboard.press('Escape');
      expect(await page.getByRole('tooltip').isVisible()).toBe(false);
      await close();
    });
  });

  describe('a workload', () => {
    it('says its verdict first, then what it rests on', async () => {
      const { page, faults, close } = await open('/w/support-copilot');
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const name of [
        'Over time',
        'What would change it',
        'Playbook',
        'Signals',
        'What it rests on',
      ]) {
        await page.getByRole('heading', { level: 2, name }).waitFor();
      }
      await page.locator('svg path').first().waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('leads from a point of the chart to its raw runs by keyboard, and the address restores them', async () => {
      const { page, close } = await open('/w/support-copilot?signal=error_rate&range=28d');
      const slider = page.getByRole('slider');
      await slider.focus();
      for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press('ArrowLeft');
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/n [\d,]+$/);
      await page.keyboard.press('Enter');
      const runs = page.getByRole('region', { name: /Raw runs, \d/ });
      await runs.getByRole('row').nth(1).waitFor();
      await page.reload();
      await runs.getByRole('row').nth(1).waitFor();
      expect(page.url()).toMatch(/signal=error_rate.*point=/);
      await close();
    });

    it('keeps range and signal in its address', async () => {
      const { page, close } = await open('/w/support-copilot');
      await page.getByRole('link', { name: '90 d' }).click();
      await page.waitForURL('**range=90d**');
      await page
        .getByRole('combobox', { name: 'Signal on the chart' })
        .selectOption('acceptance_rate');
      await page.waitForURL('**signal=acceptance_rate**');
      await page.getByText(/^Acceptance rate, share of one/).waitFor();
      await close();
    });

    it('that does not exist is said not to, with the way back', async () => {
      const { page, close } = await open('/w/nobody-knows-this');
      await page.getByRole('heading', { level: 1, name: /There is no workload/ }).waitFor();
      await close();
    });
  });
}
