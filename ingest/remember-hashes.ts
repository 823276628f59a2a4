/** Users remembered before the older half is let go: a busy hour's worth, a few megabytes. */
const GENERATION = 10_000;

/** A keyed hash that is not worked out anew for a user who comes back soon. */
export function rememberHashes(hash: (text: string) => string): (text: string) => string {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const result = old.get(text) ?? hash(text);
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    young.set(text, result);
    return result;
  };
}
