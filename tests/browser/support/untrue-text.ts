import type { Page } from 'playwright-core';

/** What a page must never show: values that nobody formatted. */
const UNFORMATTED = /\bNaN\b|\bundefined\b|^null\b|: null\b|\bInfinity\b|\[object/;
/** What a page says of an answer that was empty, or counts as nothing. */
const EMPTY = /^(Nothing|None|No |Nobody|There (is|are) no|0\b)/;

const linesOf = async (page: Page): Promise<string[]> =>
  (await page.locator('main').innerText()).split('\n').map((line) => line.trim());

/** Lines that show a value as the program holds it. */
export const unformatted = async (page: Page): Promise<string[]> =>
  (await linesOf(page)).filter((line) => UNFORMATTED.test(line));

/** Lines that speak of an answer, for a time when there was none. */
export const premature = async (page: Page): Promise<string[]> =>
  (await linesOf(page)).filter((line) => EMPTY.test(line) || UNFORMATTED.test(line));
