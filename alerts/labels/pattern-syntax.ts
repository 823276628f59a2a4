/** What a pattern is made of. Sets test one code point. */
export type PatternNode =
  | { readonly kind: 'set'; readonly has: (point: number) => boolean }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly atLeast: number;
      readonly atMost: number;
    };

/** Longest pattern that is taken, in characters. */
export const MAX_PATTERN_LENGTH = 200;
/** Largest count in `{m,n}`. */
const MAX_COUNT = 100;

type Test = (point: number) => boolean;

const inRange = (from: string, to: string): Test => {
  const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
  return (point) => point >= low && point <= high;
};
const anyOf = (tests: readonly Test[]): Test => {
  return (point) => tests.some((test) => test(point));
};
const not = (test: Test): Test => {
  return (point) => !test(point);
};
const isDigit = inRange('0', '9');
const isWord = anyOf([isDigit, inRange('a', 'z'), inRange('A', 'Z'), inRange('_', '_')]);
const isSpace = anyOf([inRange('\t', '\r'), inRange(' ', ' ')]);

const NAMED: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Reads a pattern from left to right; every fault is a SyntaxError in words. */
class PatternReader {
  private readonly letters: readonly string[];
  private position = 0;

  constructor(text: string) {
    this.letters = Array.from(text);
  }

  read(): PatternNode {
    const node = this.readChoice();
    if (this.position < this.letters.length) throw new SyntaxError('a ) without its (');
    return node;
  }

  private readonly peek = (): string | undefined => this.letters[this.position];

  private take(what: string): string {
    const letter = this.letters[this.position];
    if (letter === undefined) throw new SyntaxError(`ends within ${what}`);
    this.position += 1;
    return letter;
  }

  private takeIf(letter: string): boolean {
    if (this.peek() !== letter) return false;
    this.position += 1;
    return true;
  }

  private readChoice(): PatternNode {
    const options = [this.readSequence()];
    while (this.takeIf('|')) options.push(this.readSequence());
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  private readSequence(): PatternNode {
    const items: PatternNode[] = [];
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next === '|' || next === ')') break;
      items.push(this.readRepeat(this.readOne()));
    }
    return { kind: 'sequence', items };
  }

  private readOne(): PatternNode {
    const letter = this.take('the pattern');
    if (letter === '(') return this.readGroup();
    if (letter === '[') return { kind: 'set', has: this.readClass() };
    if (letter === '.') return { kind: 'set', has: () => true };
    if (letter === '\\') {
      const escaped = this.readEscape();
      return {
        kind: 'set',
        has: typeof escaped === 'string' ? inRange(escaped, escaped) : escaped,
      };
    }
    if (letter === '^' || letter === '$') {
      throw new SyntaxError(`${letter} is not needed: a pattern matches the whole value`);
    }
    if ('*+?{}]'.includes(letter))
      throw new SyntaxError(`${letter} stands alone; write \\${letter}`);
    return { kind: 'set', has: inRange(letter, letter) };
  }

  private readGroup(): PatternNode {
    if (this.takeIf('?') && !this.takeIf(':')) {
      throw new SyntaxError('of groups only (…) and (?:…) are known');
    }
    const inner = this.readChoice();
    if (!this.takeIf(')')) throw new SyntaxError('a ( without its )');
    return inner;
  }

  private readEscape(): string | Test {
    const letter = this.take('an escape');
    const named = NAMED[letter];
    if (named) return named;
    const control = CONTROLS[letter];
    if (control !== undefined) return control;
    if (/[a-z0-9]/i.test(letter)) throw new SyntaxError(`\\${letter} is not known`);
    return letter;
  }

  private readClass(): Test {
    const isNegated = this.takeIf('^');
    const tests: Test[] = [];
    while (!this.takeIf(']')) tests.push(this.readClassPart());
    if (tests.length === 0) throw new SyntaxError('[] holds nothing');
    return isNegated ? not(anyOf(tests)) : anyOf(tests);
  }

  private readClassLetter(): string | Test {
    const letter = this.take('[…]');
    return letter === '\\' ? this.readEscape() : letter;
  }

  private readClassPart(): Test {
    const from = this.readClassLetter();
    if (typeof from !== 'string') return from;
    if (this.peek() !== '-' || this.letters[this.position + 1] === ']') return inRange(from, from);
    this.position += 1;
    const to = this.readClassLetter();
    if (typeof to !== 'string' || (to.codePointAt(0) ?? 0) < (from.codePointAt(0) ?? 0)) {
      throw new SyntaxError('a range in […] that has no beginning or no end');
    }
    return inRange(from, to);
  }

  private readRepeat(item: PatternNode): PatternNode {
    const range = this.readRange();
    if (range === null) return item;
    if (this.readRange() !== null) throw new SyntaxError('two quantifiers in a row');
    return { kind: 'repeat', item, atLeast: range[0], atMost: range[1] };
  }

  private readRange(): readonly [number, number] | null {
    if (this.takeIf('*')) return [0, Infinity];
    if (this.takeIf('+')) return [1, Infinity];
    if (this.takeIf('?')) return [0, 1];
    if (!this.takeIf('{')) return null;
    let text = '';
    while (!this.takeIf('}')) text += this.take('{…}');
    const [, least, comma, most] = /^(\d{1,3})(,)?(\d{1,3})?$/.exec(text) ?? [];
    if (least === undefined || (most !== undefined && comma === undefined)) {
      throw new SyntaxError('expected {m}, {m,} or {m,n}');
    }
    const atMost =
      comma === undefined ? Number(least) : most === undefined ? Infinity : Number(most);
    const counts = [Number(least), ...(atMost === Infinity ? [] : [atMost])];
    if (atMost < Number(least) || counts.some((count) => count > MAX_COUNT)) {
      throw new SyntaxError(`counts in {m,n} go up to ${MAX_COUNT}, the smaller one first`);
    }
    return [Number(least), atMost];
  }
}

/**
 * Reads a regular expression of the kind that can be matched in linear time: literals, `.`, classes,
 * `\d \w \s`, groups, `|` and quantifiers; no anchors, look-arounds, back references or flags.
 * @throws SyntaxError saying what is wrong
 * @example parsePattern('support-(eu|us)').kind // 'sequence'
 */
export function parsePattern(text: string): PatternNode {
  if (text.length > MAX_PATTERN_LENGTH) {
    throw new SyntaxError(`a pattern has at most ${MAX_PATTERN_LENGTH} characters`);
  }
  return new PatternReader(text).read();
}
