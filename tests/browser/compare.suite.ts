import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SampleOrganisation } from './support/sample-organisation.ts';

/** It makes up more clauses since its release 2.4.0. */
const WORKLOAD = '/w/policy-answers?tab=compare';

const headline = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor();
const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const row = (page: Page, signal: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${signal}`) }) });

export function compareSuite({ open, server }: SampleOrganisation): void {
  describe('comparing', () => {
    it('compares the releases that are chosen, and keeps them in its address', async () => {
      const { page, faults, close } = await open(WORKLOAD);
      await choice(page, 'Over').selectOption('90 days');
      await headline(page, '2.4.0 against 2.3.1');
      await choice(page, 'Before').selectOption('2.4.0');
      await choice(page, 'After').selectOption('2.3.1');
      await headline(page, '2.3.1 against 2.4.0');
      const hallucinations = row(page, 'Hallucination rate');
      await hallucinations.getByText('Better').waitFor();
      expect(await hallucinations.getByRole('cell').nth(2).innerText()).toMatch(
        /^−\d+\.\d\spp \[−.+ to −.+\]$/,
      );
      expect(
        await page
          .getByRole('option', { name: /^2\.3\.1/ })
          .first()
          .isDisabled(),
      ).toBe(true);
      const address = new URL(page.url());
      expect(Object.fromEntries(address.searchParams)).toMatchObject({
        tab: 'compare',
        over: '90d',
        before: '2.4.0',
        after: '2.3.1',
      });
      await page.reload();
      await headline(page, '2.3.1 against 2.4.0');
      expect(await choice(page, 'Before').inputValue()).toBe('2.4.0');
      expect(await choice(page, 'Over').inputValue()).toBe('90d');
      await choice(page, 'By').selectOption('segment');
      await page.waitForURL((url) => !url.search.includes('before='));
      expect(faults).toEqual([]);
      await close();
    });

    it('says a release of its address did not run, and what to do where nothing can be compared', async () => {
      const { page, faults, close } = await open(`${WORKLOAD}&before=0.1.0&after=2.4.0`);
      await headline(page, '2.4.0 against 0.1.0: too little is known');
      expect(await choice(page, 'Before').locator('option:checked').innerText()).toBe(
        '0.1.0 (no run in this time)',
      );
      await page.goto(`${server().url}/w/contract-review?tab=compare`);
      await page.getByText('Only one release ran in this time, 0.4.0').waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('explains a number to the keyboard alone', async () => {
      const { page, close } = await open(`${WORKLOAD}&over=90d`);
      await headline(page, '2.4.0 against 2.3.1');
      await row(page, 'Hallucination rate').getByRole('button').first().focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.getByText('percentage points (pp)').waitFor();
      await close();
    });
  });
}
