const NEWLINE = 10;

/** Cuts text into bodies of so many lines each, without copying it. */
export function cutBatches(content: Buffer, lines: number): Buffer[] {
  const batches: Buffer[] = [];
  let start = 0;
  let count = 0;
  for (let at = content.indexOf(NEWLINE); at !== -1; at = content.indexOf(NEWLINE, at + 1)) {
    count += 1;
    if (count % lines !== 0) continue;
    batches.push(content.subarray(start, at + 1));
    start = at + 1;
  }
  if (start < content.length) batches.push(content.subarray(start));
  return batches;
}
