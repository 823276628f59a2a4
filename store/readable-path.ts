/** What the engine expands in a path that it reads or writes by a table function. */
const PATTERN = /[*?{}[\]]/;
/** What it takes for a file inside an archive. */
const INSIDE_ARCHIVE = '::';

/**
 * Why the engine would not take a path for what it is. Everything else that stands in names of files does
 * not matter to it: quotes, spaces, backslashes, line breaks, letters of any script.
 * @param path absolute
 * @returns in words; null where it takes it as it is
 */
export function findPathFault(path: string): string | null {
  if (PATTERN.test(path)) {
    return 'the path may hold none of * ? { } [ ]: the database reads them as a pattern';
  }
  if (path.includes(INSIDE_ARCHIVE)) {
    return 'the path may not hold ::, which the database reads as a file inside an archive';
  }
  return null;
}
