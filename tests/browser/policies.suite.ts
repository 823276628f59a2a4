import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriersOf } from './support/barriers.ts';
import type { SampleOrganisation } from './support/sample-organisation.ts';

/** What only a trial that found a difference says. */
const outcome = (page: Page) => page.getByText(/^Another verdict for \d+ of \d+ workloads/);

/** Changes a policy of the sample organisation that no other suite looks at. */
export function policiesSuite({ open }: SampleOrganisation): void {
  describe('the policies', () => {
    it('shows before saving which workloads a limit would have moved, and keeps the trial in its address', async () => {
      const { page, faults, close } = await open('/policies?policy=customer-facing');
      const limit = page.getByRole('textbox', { name: /^Hallucination rate: limit/ });
      await limit.fill('0.2');
      await outcome(page).waitFor();
      await page.getByText('Hallucination rate: limit 3 % → 0.2 %, stricter').waitFor();
      expect(await page.getByText(/instead of|; the same today/).count()).toBeGreaterThan(0);
      await page.reload();
      await outcome(page).waitFor();
      expect(await limit.inputValue()).toBe('0.2');
      await page.getByRole('button', { name: 'Reset' }).click();
      await page.waitForURL((url) => !url.search.includes('set='));
      expect(await limit.inputValue()).toBe('3');
      expect(faults).toEqual([]);
      await close();
    });

    it('opens the first policy where the address names none that there is, and says so', async () => {
      const { page, faults, close } = await open('/policies?policy=nobodys');
      await page.getByText('There is no policy “nobodys”').waitFor();
      const first = page.getByRole('navigation', { name: 'Policies' }).getByRole('link').first();
      expect(await first.getAttribute('aria-current')).toBe('page');
      const rules = page.getByRole('region', { name: 'What it asks' });
      expect((await rules.boundingBox())?.width).toBeGreaterThan(500);
      expect(faults).toEqual([]);
      await close();
    });

    it('keeps a change with its reason as a new version, which can be compared with the one before', async () => {
      const { page, faults, close } = await open('/policies?policy=bought-tools');
      await page.getByRole('textbox', { name: /^Adoption rate: limit/ }).fill('30');
      const save = page.getByRole('button', { name: 'Save as version 2' });
      expect(await save.isDisabled()).toBe(true);
      await page.getByRole('textbox', { name: 'Why is it changed?' }).fill('seats got dearer');
      await save.click();
      await page.getByText('version 2,').waitFor();
      await page.getByText('“seats got dearer”').first().waitFor();
      await page.getByText('Adoption rate: limit 25 % → 30 %, stricter').first().waitFor();
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.waitForURL((url) => url.search.includes('compare=1'));
      await page.getByText(/^(Another verdict|The same verdicts) for/).waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    it('has no barrier with a trial open, wide and narrow', async () => {
      const { page, close } = await open('/policies?policy=customer-facing&set=roi.limit:4');
      await outcome(page).waitFor();
      expect(await barriersOf(page, 'policies-trial')).toEqual([]);
      await close();
    });
  });
}
