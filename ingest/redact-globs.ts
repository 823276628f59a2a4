/** What happens to an attribute; null: it is kept. */
export type AttributeRule = 'drop' | 'hash' | null;

/**
 * Whether a name fits a pattern in which `*` stands for any characters. Never goes back further than
 * the last asterisk, so the longest of both costs at most their product.
 * @example matchesGlob('gen_ai.prompt.0.content', 'gen_ai.prompt*') // true
 */
export function matchesGlob(name: string, glob: string): boolean {
  let at = 0;
  let inGlob = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    if (glob[inGlob] === '*') {
      star = inGlob;
      inGlob += 1;
      resume = at;
    } else if (inGlob < glob.length && glob[inGlob] === name[at]) {
      at += 1;
      inGlob += 1;
    } else if (star >= 0) {
      inGlob = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (glob[inGlob] === '*') inGlob += 1;
  return inGlob === glob.length;
}

/** Names a sender makes up must not fill memory: past this many the memory starts over. */
const MAX_REMEMBERED = 10_000;

/** Rules by an attribute's name, upper and lower case as one; what is dropped need not be hashed. */
export function compileGlobs(rules: {
  readonly drop: readonly string[];
  readonly hash: readonly string[];
}): (name: string) => AttributeRule {
  const lower = (globs: readonly string[]): string[] => globs.map((glob) => glob.toLowerCase());
  const [drop, hash] = [lower(rules.drop), lower(rules.hash)];
  const known = new Map<string, AttributeRule>();
  const decide = (name: string): AttributeRule => {
    const asked = name.toLowerCase();
    if (drop.some((glob) => matchesGlob(asked, glob))) return 'drop';
    return hash.some((glob) => matchesGlob(asked, glob)) ? 'hash' : null;
  };
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const rule = decide(name);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(name, rule);
    return rule;
  };
}
