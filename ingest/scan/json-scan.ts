const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const DEL = 127;
const PLUS = 43;
const LETTER_E = 101;
const CAPITAL_E = 69;
/** Smaller ones are written with an exponent. */
const MIN_WITHOUT_EXPONENT = 1e-6;
/** Up to so many digits make a whole number that a double holds exactly. */
const MAX_DIGITS = 15;
/** By byte: 1 where it stands for itself within a text, which neither ends there nor has an escape. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= SPACE && byte <= DEL && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);
const POWERS_OF_TEN = Array.from({ length: MAX_DIGITS + 1 }, (_, i) => 10 ** i);

/**
 * Reads plain JSON values out of bytes: texts of ASCII without escapes, and numbers.
 * Whatever is not plain is left to `JSON.parse`, so the two never disagree.
 */
export class JsonScan {
  bytes: Buffer = Buffer.alloc(0);
  /** The same bytes. */
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where reading stands. */
  at = 0;
  /** The last number read. */
  number = 0;
  /** Where the last number starts if it is long, else -1. */
  private longStart = -1;
  private isShortCanonical = false;
  private whole = 0;

  /**
   * Whether the last number was written as `JSON.stringify` would write it; to be asked before reading
   * goes on.
   */
  get isCanonical(): boolean {
    if (this.longStart === -1) return this.isShortCanonical;
    return String(this.number) === this.bytes.toString('latin1', this.longStart, this.at);
  }

  /** Names the bytes to read. */
  open(bytes: Buffer): void {
    if (this.bytes === bytes) return;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Steps over one space, which some writers put after commas and colons. */
  skipSpace(): void {
    if (this.bytes[this.at] === SPACE) this.at += 1;
  }

  /** Steps over one byte, if it is the one expected. */
  take(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  /**
   * Steps over a text; its content lies between the place after the first quote and `at - 1`.
   * @returns false where it is no plain text
   */
  text(): boolean {
    const { bytes } = this;
    let at = this.at;
    if (bytes[at] !== QUOTE) return false;
    // Past the end a byte is undefined, which is not plain either.
    do at += 1;
    while (IS_PLAIN[bytes[at] as number] === 1);
    if (bytes[at] !== QUOTE) return false;
    this.at = at + 1;
    return true;
  }

  /** Steps over the letters of a word such as `true`. */
  word(ascii: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let i = 0; i < ascii.length; i += 1) if (bytes[at + i] !== ascii[i]) return false;
    this.at = at + ascii.length;
    return true;
  }

  /** Steps over digits; their number is lost where they are many. */
  private digits(): void {
    const { bytes } = this;
    let digit = (bytes[this.at] as number) - ZERO;
    for (; digit >= 0 && digit <= 9; digit = (bytes[this.at] as number) - ZERO) {
      this.whole = this.whole * 10 + digit;
      this.at += 1;
    }
  }

  /** Steps over an exponent, if there is one; -1 where it is broken, else how long it is. */
  private exponent(): number {
    const { bytes, at } = this;
    if (bytes[at] !== LETTER_E && bytes[at] !== CAPITAL_E) return 0;
    this.at = at + 1;
    if (bytes[this.at] === MINUS || bytes[this.at] === PLUS) this.at += 1;
    const from = this.at;
    this.digits();
    return this.at === from ? -1 : this.at - at;
  }

  /** A number with so many digits, or an exponent, that only the engine reads it exactly. */
  private longNumber(start: number): boolean {
    this.longStart = start;
    this.number = Number(this.bytes.toString('latin1', start, this.at));
    return Number.isFinite(this.number);
  }

  /** Steps over a finite number into `number`: exactly what `JSON.parse` makes of it. */
  readNumber(): boolean {
    const { bytes, at: start } = this;
    const isNegative = this.take(MINUS);
    const from = this.at;
    this.whole = 0;
    this.digits();
    let count = this.at - from;
    if (count === 0 || (count > 1 && bytes[from] === ZERO)) return false;
    let places = 0;
    if (this.take(DOT)) {
      const point = this.at;
      this.digits();
      places = this.at - point;
      if (places === 0) return false;
      count += places;
    }
    const { whole } = this;
    const isPlainlyEnded = bytes[this.at - 1] !== ZERO;
    const exponent = this.exponent();
    if (exponent === -1) return false;
    if (count > MAX_DIGITS || exponent > 0) return this.longNumber(start);
    // Both are whole and exact, so the quotient is the double nearest to what is written.
    const value = whole / (POWERS_OF_TEN[places] as number);
    this.number = isNegative ? -value : value;
    const isWrittenShort = places === 0 || (isPlainlyEnded && value >= MIN_WITHOUT_EXPONENT);
    this.longStart = -1;
    this.isShortCanonical = isWrittenShort && !(isNegative && whole === 0);
    return true;
  }
}
