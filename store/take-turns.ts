/** Items worked on at a time: a few milliseconds of the one thread that also takes telemetry. */
const ITEMS_A_TURN = 200;

const waiting: (() => void)[] = [];

/** Lets one go on and looks at what else has come in before the next, however many wait. */
function letNextGo(): void {
  const next = waiting.shift();
  if (waiting.length > 0) setImmediate(letNextGo);
  next?.();
}

/**
 * Waits until everything else that has come in had its turn. Of all that wait here one goes on at a
 * time, so that many long answers together hold up acknowledgements no longer than one.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(letNextGo);
  });
}

/**
 * Works on items one after another, letting whatever else waits go first every now and then: an
 * answer of thousands of rows must not hold up acknowledgements.
 * @param itemsATurn how many take a few milliseconds
 */
export async function inTurns<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
  itemsATurn: number = ITEMS_A_TURN,
): Promise<void> {
  let done = 0;
  for (const item of items) {
    work(item);
    done += 1;
    if (done % itemsATurn === 0) await nextTurn();
  }
}
