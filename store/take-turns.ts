/** Rows worked on at a time: a few milliseconds of the one thread that also takes telemetry. */
const ROWS_A_TURN = 200;

/**
 * Works on items one after another, letting whatever else waits go first every now and then: an
 * answer of thousands of rows must not hold up acknowledgements.
 */
export async function inTurns<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  let done = 0;
  for (const item of items) {
    work(item);
    done += 1;
    if (done % ROWS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
