import { usdToNano } from '../core/money.ts';

const INITIAL_BYTES = 64 * 1024;
const TWO_32 = 4_294_967_296;
/** Up to here amounts in nano-dollars are whole in a double. */
const MAX_PLAIN_USD = 9e6;
/** Up to here a byte at a time beats a call into native code. */
const SHORT_TEXT = 48;
const MAX_VARINT_BYTES = 5;
const WORD_BYTES = 4;

const varintBytes = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;

/** Writes rows in ClickHouse's RowBinary into a buffer that grows. */
export class RowWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  /** How much of `bytes` is written. */
  length = 0;
  private view = new DataView(this.bytes.buffer);

  /** Starts over, keeping the buffer. */
  clear(): void {
    this.length = 0;
  }

  /** The bytes written so far; valid until the next write. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  /** One byte: a flag, an Int8, or the mark before a nullable value. */
  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private varint(at: number, value: number): void {
    let rest = value;
    let to = at;
    while (rest >= 0x80) {
      this.bytes[to++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[to] = rest;
  }

  /** A String; a lone surrogate becomes U+FFFD, as UTF-8 has no form for it. */
  text(value: string): void {
    const size = value.length;
    this.reserve(size * 3 + MAX_VARINT_BYTES);
    if (size <= SHORT_TEXT) {
      const { bytes } = this;
      const start = this.length + 1;
      let i = 0;
      for (; i < size; i += 1) {
        const code = value.charCodeAt(i);
        if (code > 0x7f) break;
        bytes[start + i] = code;
      }
      if (i === size) {
        bytes[this.length] = size;
        this.length = start + size;
        return;
      }
    }
    this.longText(value);
  }

  /** A String whose bytes stand elsewhere, as ASCII. */
  ascii(from: DataView, start: number, end: number): void {
    const size = end - start;
    this.reserve(size + MAX_VARINT_BYTES + WORD_BYTES);
    this.varint(this.length, size);
    const to = this.length + varintBytes(size);
    this.length = to + size;
    if (size > SHORT_TEXT) {
      this.bytes.set(new Uint8Array(from.buffer, from.byteOffset + start, size), to);
      return;
    }
    const { view } = this;
    let done = 0;
    // What the last word brings beyond the text is written over by what comes next.
    const words = Math.min(size, from.byteLength - WORD_BYTES + 1 - start);
    for (; done < words; done += WORD_BYTES) {
      view.setInt32(to + done, from.getInt32(start + done));
    }
    for (; done < size; done += 1) view.setUint8(to + done, from.getUint8(start + done));
  }

  /** Leaves room for the length of plain ASCII, and moves the text where it came out longer. */
  private longText(value: string): void {
    const guess = varintBytes(value.length);
    const size = this.bytes.write(value, this.length + guess, 'utf8');
    const prefix = varintBytes(size);
    const start = this.length + guess;
    if (prefix !== guess) this.bytes.copyWithin(this.length + prefix, start, start + size);
    this.varint(this.length, size);
    this.length += prefix + size;
  }

  /** An Int64 or UInt64 of a whole number that a double holds exactly: a count, a time in ms. */
  int64(value: number): void {
    this.reserve(8);
    const high = Math.floor(value / TWO_32);
    this.view.setUint32(this.length, value - high * TWO_32, true);
    this.view.setInt32(this.length + 4, high, true);
    this.length += 8;
  }

  float64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A Decimal64(9) of an amount in USD, to the nearest nano-dollar. */
  money(usd: number): void {
    if (usd < MAX_PLAIN_USD && usd > -MAX_PLAIN_USD) {
      const whole = Math.trunc(usd);
      this.int64(whole * 1e9 + Math.round((usd - whole) * 1e9));
      return;
    }
    this.reserve(8);
    this.view.setBigInt64(this.length, usdToNano(usd), true);
    this.length += 8;
  }

  /** Overwrites a UInt64 written before. */
  patchUint64(at: number, low: number, high: number): void {
    this.view.setUint32(at, low, true);
    this.view.setUint32(at + 4, high, true);
  }
}
