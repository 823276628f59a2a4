import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { EARNING, sendEarningWorkload } from '../support/earning-workload.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { barriersOf } from './support/barriers.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';

let browser: Browser;
let server: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  visitor = await signIn(browser, server);
  await sendEarningWorkload(server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = (query = '', options?: VisitOptions) =>
  visit(browser, `${server.url}/w/${EARNING.id}?tab=return${query}`, visitor, options);
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
const proposal = async (page: Page): Promise<string> =>
  (
    await page
      .getByRole('heading', { name: /It would propose|Proposed today/ })
      .locator('..')
      .innerText()
  )
    .replaceAll(/\s+/g, ' ')
    .trim();
const say = (page: Page, text: RegExp) => page.getByRole('heading', { name: text }).waitFor();

describe('the what-if', () => {
  it('turns the verdict by arrow keys, says so, and keeps it in the address', async () => {
    const { page, faults, close } = await open();
    await say(page, /Proposed today/);
    expect(await proposal(page)).toBe('Proposed today Hold');
    const rate = slider(page, 'Hallucination rate');
    await rate.focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowRight');
    await say(page, /It would propose/);
    await page.getByText(/shown anew first/).waitFor();
    expect(await proposal(page)).toBe('It would propose Scale instead of Hold');
    expect(await rate.getAttribute('aria-valuetext')).toMatch(/^[\d.]+\s%, proposes Scale$/);
    await page.waitForURL(/if=rate\.hallucination_rate:/);
    expect(faults).toEqual([]);
    await close();
  });

  it('is restored by its address exactly, and reset by one button', async () => {
    const { page, close } = await open('&if=rate.hallucination_rate:0.1,value.success:0.3');
    await say(page, /It would propose/);
    const before = await slider(page, 'Value of a success').inputValue();
    const told = await proposal(page);
    await page.reload();
    await say(page, /It would propose/);
    expect(await slider(page, 'Value of a success').inputValue()).toBe(before);
    expect(await proposal(page)).toBe(told);
    await page.getByRole('button', { name: 'Reset all' }).click();
    await say(page, /Proposed today/);
    await page.waitForURL((url) => !url.search.includes('if='));
    expect(await proposal(page)).toBe('Proposed today Hold');
    await close();
  });

  it('puts a single lever back, and leaves the record as it was', async () => {
    const { page, close } = await open('&if=value.success:0.3,samples:2');
    await say(page, /It would propose/);
    await page.getByRole('button', { name: /Value of a success: back to/ }).click();
    await page.waitForURL(/if=samples:2/);
    expect(await page.getByText('Simulation, nothing is saved').isVisible()).toBe(true);
    const record = (await (await server.request(`/api/workloads/${EARNING.id}`)).json()) as object;
    expect(record).toMatchObject({ business_case: EARNING.business_case });
    await close();
  });

  it('drops what makes no sense in an address', async () => {
    const { page, faults, close } = await open('&if=samples:1e300,nonsense:3,rate.nobody:2');
    await say(page, /It would propose/);
    expect(await slider(page, 'Samples').getAttribute('aria-valuetext')).toContain('24');
    expect(faults).toEqual([]);
    await close();
  });
});

describe('the return', () => {
  it('shows value, cost, payback, adoption and budget, and reads a day out by keyboard', async () => {
    const { page, faults, close } = await open();
    for (const name of [
      'Value and full cost by day',
      'Unit cost',
      'Return on cost',
      'Payback',
      'Adoption',
      'Budget this month',
      'What if',
    ]) {
      await page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
    }
    const days = slider(page, 'Value and full cost, day; Enter lists its raw runs');
    await days.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await days.getAttribute('aria-valuetext')).toMatch(
      /value \$[\d.]+, cost \$[\d.]+ \(model calls .*support .*\), n \d+/,
    );
    expect(faults).toEqual([]);
    await close();
  });

  it('keeps its length in the address, beside the tab, and the overview shares it', async () => {
    const { page, close } = await open();
    await page.getByRole('link', { name: '1 y' }).click();
    await page.waitForURL(/range=364d/);
    const current = (nav: string) =>
      page.getByRole('navigation', { name: nav }).locator('[aria-current]').allInnerTexts();
    expect(await current('Length of time')).toEqual(['1 y']);
    expect(await current('Workload')).toEqual(['Return']);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { level: 2, name: 'Signals' }).waitFor();
    expect(await current('Length of time')).toEqual(['1 y']);
    await page.goBack();
    await page.getByRole('heading', { level: 2, name: 'What if' }).waitFor();
    expect(page.url()).toMatch(/tab=return.*range=364d|range=364d.*tab=return/);
    await close();
  });
});

/** Every page is looked at elsewhere: here with a lever pulled. */
it('the return breaks no rule of axe, fits its width, and says nothing to the console', async () => {
  const { page, faults, close } = await open('&if=rate.hallucination_rate:0.1');
  await say(page, /It would propose/);
  await slider(page, 'Value less cost since the start, day; Enter lists its raw runs').waitFor({
    state: 'attached',
  });
  expect(await barriersOf(page, 'return-what-if')).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
