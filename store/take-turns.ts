/** Items worked on at a time: a few milliseconds of the one thread that also takes telemetry. */
const ITEMS_A_TURN = 200;

const waiting: (() => void)[] = [];
/** How much is under way that somebody waits for more urgently than for any answer. */
let urgent = 0;
/**
 * How long what is urgent is left alone between two turns: long enough for a write to the disk to
 * return, which would otherwise be noticed a turn later.
 */
const PAUSE_MS = 1;

function schedule(): void {
  if (urgent > 0) setTimeout(letNextGo, PAUSE_MS);
  else setImmediate(letNextGo);
}

/** Lets one go on and looks at what else has come in before the next, however many wait. */
function letNextGo(): void {
  const next = waiting.shift();
  if (waiting.length > 0) schedule();
  next?.();
}

/** Does something that long answers have to make way for: an acknowledgement. */
export async function urgently<Result>(task: () => Promise<Result>): Promise<Result> {
  urgent += 1;
  try {
    return await task();
  } finally {
    urgent -= 1;
  }
}

/**
 * Waits until everything else that has come in had its turn. Of all that wait here one goes on at a
 * time, so that many long answers together hold up acknowledgements no longer than one.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) schedule();
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
