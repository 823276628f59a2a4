import { afterAll, describe, expect, it } from 'vitest';
import { COLOUR_RULES, findViolations } from './support/axe.ts';
import { barriersIn, type View } from './support/barriers.ts';
import { addressIn, addressOf, EVERY_PAGE } from './support/every-page.ts';
import { walkByKeyboard } from './support/keyboard-walk.ts';
import type { SampleOrganisation } from './support/sample-organisation.ts';
import { settled } from './support/settled.ts';
import type { Visit } from './support/visit.ts';

/** Both schemes at both widths; the last is the wide one. */
const VIEWS = [390, 1440].flatMap((width): View[] => [
  { width, scheme: 'dark', rules: COLOUR_RULES },
  { width, scheme: 'light' },
]);

export function everyPageSuite({ open, server }: SampleOrganisation): void {
  /** One tab for all pages: opening one costs more than most of what is asked of it. */
  let tab: Promise<Visit> | undefined;
  const opened = (): Promise<Visit> => (tab ??= open('/signin'));

  describe('every page', () => {
    afterAll(async () => (await tab)?.close());

    it.each(EVERY_PAGE.map((page) => [addressOf(page), page] as const))(
      '%s breaks no rule of axe, fits its width, can be walked by keyboard alone, and says nothing to the console',
      async (_, listed) => {
        const { page, faults } = await opened();
        await page.goto(server().url + (await addressIn(server(), listed)));
        await settled(page);
        expect(await barriersIn(page, VIEWS)).toEqual([]);
        expect(await walkByKeyboard(page)).toEqual([]);
        if (listed.isOutside !== true) {
          await page.getByRole('link', { name: 'Skip to content' }).press('Enter');
          expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
          expect(await page.getByText('Sample data').isVisible()).toBe(true);
        }
        expect(faults.splice(0)).toEqual([]);
      },
    );

    it('leads anywhere by name and by key, and tells all keys', async () => {
      const { page, faults } = await opened();
      await page.goto(server().url);
      await settled(page);
      await page.keyboard.press('Control+k');
      const field = page.getByRole('combobox', { name: 'Page, workload or action' });
      await field.fill('copilot');
      expect(await findViolations(page)).toEqual([]);
      await field.press('Enter');
      await page.waitForURL((url) => url.pathname === '/w/support-copilot');
      await page.keyboard.press('g');
      await page.keyboard.press('a');
      await page.waitForURL((url) => url.pathname === '/alerts');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(faults.splice(0)).toEqual([]);
    });
  });
}
