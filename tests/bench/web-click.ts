import type { Browser, Page } from 'playwright-core';
import type { Visitor } from '../browser/support/visit.ts';
import { withFreshPage } from './web-context.ts';

/** A place that a click leads to. */
export interface Step {
  readonly name: string;
  /** Where the click is made. */
  readonly from: string;
  readonly click: (page: Page) => Promise<void>;
  /** What the address holds once it is reached. */
  readonly to: string;
}

const link =
  (name: string, area: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('navigation', { name: area }).getByRole('link', { name, exact: true }).click();

const PAGES = [
  'Alerts',
  'Decisions',
  'Rules',
  'Policies',
  'Reviews',
  'Ingest',
  'Record',
  'Settings',
];
const TABS = ['Return', 'Readiness', 'Compare', 'Decisions', 'Audit'];

/** Every page by its name in the navigation, a workload by its row, and its tabs. */
export function listSteps(workload: string): readonly Step[] {
  const page = `/w/${workload}`;
  return [
    { name: 'portfolio', from: '/record', click: link('Portfolio', 'Main'), to: '/' },
    ...PAGES.map((name) => ({
      name: name.toLowerCase(),
      from: '/',
      click: link(name, 'Main'),
      to: `/${name.toLowerCase()}`,
    })),
    {
      name: 'a workload',
      from: '/',
      click: (portfolio) => portfolio.locator(`a[data-row="${workload}"]`).click(),
      to: page,
    },
    ...TABS.map((name) => ({
      name: `its ${name.toLowerCase()}`,
      from: page,
      click: link(name, 'Workload'),
      to: `${page}?tab=${name.toLowerCase()}`,
    })),
  ];
}

/**
 * Runs in the page: waits for the click and then for what it leads to.
 * @returns milliseconds from the click until the page stands and nothing on the screen is awaited
 */
export function timeToUse(to: string): Promise<number> {
  const isOnScreen = (element: Element): boolean => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < window.innerHeight;
  };
  const headingOf = (): Element | null => document.querySelector('main h1');
  const before = headingOf();
  // Until another page is loaded the one before stays; a tab keeps the page's heading.
  const isTab = to.includes('?');
  const isThere = (): boolean =>
    isTab
      ? document
          .querySelector('nav[aria-label="Workload"] [aria-current="page"]')
          ?.getAttribute('href') === to
      : headingOf() !== null && headingOf() !== before;
  const isUsable = (): boolean =>
    location.pathname + location.search === to &&
    isThere() &&
    ![...document.querySelectorAll('main [aria-busy="true"], main .skeleton')].some(isOnScreen);
  return new Promise((resolve) => {
    document.addEventListener(
      'click',
      ({ timeStamp }) => {
        const look = (): void => {
          if (isUsable()) resolve(performance.now() - timeStamp);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
}

/** Milliseconds from a click until the page can be used, in a browser that has not been there yet. */
export function measureClick(
  browser: Browser,
  url: string,
  visitor: Visitor,
  step: Step,
): Promise<number> {
  return withFreshPage(browser, visitor, async (page) => {
    await page.goto(url + step.from);
    await page.locator('main h1').first().waitFor();
    await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
    // Small charts and the like are drawn after the page stands.
    await page.waitForTimeout(500);
    const [ms] = await Promise.all([page.evaluate(timeToUse, step.to), step.click(page)]);
    return ms;
  });
}
