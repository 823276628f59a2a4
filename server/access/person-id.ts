/** What fits behind a name of the longest id. */
const MAX_NAME_PART = 56;

/**
 * An id made of a name, such as `operations-manager` or `operations-manager-2`.
 * @param isUsed whether an id is or was anybody's
 */
export function personIdOf(name: string, isUsed: (id: string) => boolean): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_PART)
    .replace(/^-+|-+$/g, '');
  const base = plain === '' ? 'person' : plain;
  let id = base;
  for (let count = 2; isUsed(id); count += 1) id = `${base}-${count}`;
  return id;
}
