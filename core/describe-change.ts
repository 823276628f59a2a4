/** One place where two documents differ. A side without the member has no value. */
export interface DocumentChange {
  /** Names and indexes from the top; empty: the whole document. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of objects differ item by item; lists of words and numbers are told whole. */
const isOfMembers = (value: unknown): value is Members[] =>
  Array.isArray(value) && value.length > 0 && value.every(isMembers);

const byIndex = (list: readonly unknown[]): Members => Object.fromEntries(list.entries());

const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isMembers(a) || !isMembers(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
};

/**
 * Where two JSON documents differ, in the order of the later one; what only the earlier one had last.
 * @param before null: there was none, so each member of the other is new
 * @param after null: there is none any more
 * @returns nothing where both are the same
 * @example describeChange({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }) // [{ path: ['b', 'c'], before: 2, after: 3 }]
 */
export function describeChange(before: unknown, after: unknown): DocumentChange[] {
  if (before === null)
    return isMembers(after) ? compareMembers({}, after, []) : compare(before, after, []);
  if (after === null)
    return isMembers(before) ? compareMembers(before, {}, []) : compare(before, after, []);
  return compare(before, after, []);
}

function compare(before: unknown, after: unknown, path: readonly string[]): DocumentChange[] {
  if (isSame(before, after)) return [];
  if (isMembers(before) && isMembers(after)) return compareMembers(before, after, path);
  if (isOfMembers(before) && isOfMembers(after)) {
    return compareMembers(byIndex(before), byIndex(after), path);
  }
  return [{ path, before, after }];
}

function compareMembers(
  before: Members,
  after: Members,
  path: readonly string[],
): DocumentChange[] {
  const kept = Object.keys(after).flatMap((name): DocumentChange[] => {
    const place = [...path, name];
    if (!Object.hasOwn(before, name)) return [{ path: place, after: after[name] }];
    return compare(before[name], after[name], place);
  });
  const gone = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name): DocumentChange => ({ path: [...path, name], before: before[name] }));
  return [...kept, ...gone];
}
