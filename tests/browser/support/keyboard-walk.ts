import type { Page } from 'playwright-core';

/** Presses between two looks at how far the walk has come. */
const PRESSES = 25;
/** A walk that takes so many more stops than there are elements goes nowhere. */
const LONGEST = 3;

/** What a walk by Tab writes down in the page. */
interface Walk {
  readonly expected: readonly Element[];
  readonly stops: Element[];
  readonly faults: string[];
  hasEnded: boolean;
}

declare global {
  interface Window {
    walk?: Walk;
  }
}

/**
 * Goes through a page by Tab alone.
 * @returns what is wrong with it, a line each: what is not reached, out of order, not seen to have
 * the focus, or covered by something else when it has; and a walk that does not come around
 */
export async function walkByKeyboard(page: Page): Promise<string[]> {
  const count = await page.evaluate(startWalk);
  for (let pressed = 0; pressed < count * LONGEST + PRESSES; pressed += PRESSES) {
    for (let press = 0; press < PRESSES; press += 1) await page.keyboard.press('Tab');
    if (await page.evaluate(() => window.walk?.hasEnded === true)) return page.evaluate(endWalk);
  }
  const { name } = await page.evaluate(() => ({ name: document.activeElement?.outerHTML ?? '' }));
  return [`the walk does not come around; it is at ${name.slice(0, 200)}`];
}

/** Runs in the page, so it holds everything it needs. */
function startWalk(): number {
  const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const drawn = (element: Element): string =>
    [null, '::after']
      .map((part) => getComputedStyle(element, part))
      .map((style) => {
        const isOutlined = style.outlineStyle !== 'none';
        const outline = isOutlined ? `${style.outlineWidth}${style.outlineColor}` : '';
        return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
      })
      .join();
  // The mark may be on the label of a hidden box, on the field's frame, or on the row of a table.
  const around = (element: Element): Element[] => {
    const found: Element[] = [element];
    let one = element.parentElement;
    for (; one !== null && found.length < 5; one = one.parentElement) found.push(one);
    return element.nextElementSibling ? [...found, element.nextElementSibling] : found;
  };
  const isChosen = (element: Element): boolean => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
      ({ name, form }) => name === element.name && form === element.form,
    );
    return element === (group.find(({ checked }) => checked) ?? group[0]);
  };
  const sticksOut = (element: Element): Element | null => {
    for (let one: Element | null = element; one; one = one.parentElement)
      if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) return one;
    return null;
  };
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  const expected = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      element.closest('[inert]') === null &&
      element.checkVisibility({ visibilityProperty: true }) &&
      isChosen(element),
  );
  const before = new Map<Element, string>();
  for (const element of expected)
    for (const one of around(element)) if (!before.has(one)) before.set(one, drawn(one));
  const walk: Walk = { expected, stops: [], faults: [], hasEnded: false };
  window.walk = walk;
  const name = (element: Element): string => element.outerHTML.slice(0, 160);

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element) || walk.hasEnded) return;
    if (target === walk.stops[0]) {
      walk.hasEnded = true;
      return;
    }
    walk.stops.push(target);
    if (!walk.expected.includes(target)) return;
    if (!around(target).some((one) => before.get(one) !== drawn(one)))
      walk.faults.push(`has the focus, and nothing shows it: ${name(target)}`);
    const { left, top, width, height } = target.getBoundingClientRect();
    const middle = document.elementFromPoint(
      Math.min(Math.max(left + width / 2, 1), innerWidth - 1),
      top + height / 2,
    );
    const cover = middle === null ? null : sticksOut(middle);
    if (top + height < 0 || top > innerHeight)
      walk.faults.push(`has the focus out of sight: ${name(target)}`);
    else if (cover !== null && !cover.contains(target) && height > 2)
      walk.faults.push(`has the focus under ${name(cover)}: ${name(target)}`);
  });
  return expected.length;
}

/** Runs in the page. */
function endWalk(): string[] {
  const { walk } = window;
  if (walk === undefined) return ['no walk was begun'];
  const name = (element: Element): string => element.outerHTML.slice(0, 160);
  const faults = [...walk.faults];
  for (const element of walk.expected)
    if (element.isConnected && !walk.stops.includes(element))
      faults.push(`is not reached: ${name(element)}`);
  const first = walk.stops.findIndex((element) => element === walk.expected[0]);
  const inOrder = [...walk.stops.slice(first), ...walk.stops.slice(0, first)];
  const isApart = (element: Element): boolean => {
    for (let one: Element | null = element; one; one = one.parentElement)
      if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) return true;
    return false;
  };
  const placed = inOrder
    .filter((element) => element.isConnected && !isApart(element))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.height > 2);
  placed.forEach(({ element, box }, index) => {
    const previous = placed[index - 1];
    if (previous === undefined || previous.element.contains(element)) return;
    if (box.bottom <= previous.box.top && box.left < previous.box.right)
      faults.push(`comes after what is below it, ${name(previous.element)}: ${name(element)}`);
  });
  return faults;
}
