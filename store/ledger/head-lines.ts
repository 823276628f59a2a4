import { createHmac, timingSafeEqual } from 'node:crypto';
import { inTurns } from '../take-turns.ts';

/** What is known of one record outside the database. */
export interface HeadLine {
  readonly sequence: number;
  /** Hash of that record. */
  readonly hash: string;
}

/** The lines of a head file, as far as they are whole. */
export interface HeadReading {
  /** Lines that hold, in the order they were written. */
  readonly lines: readonly HeadLine[];
  /** Number of the first line that was changed, from 1; null where all hold. */
  readonly changedLine: number | null;
  /** What the next line's code builds on. */
  readonly lastCode: string;
  /** Length of all whole lines, in bytes (the text is Latin-1); what is behind them is what a kill left of a line. */
  readonly wholeBytes: number;
}

const LINE = /^([1-9]\d{0,15}) ([0-9a-f]{64}) ([0-9a-f]{64})$/;

const codeOf = ({ sequence, hash }: HeadLine, before: string, key: Buffer): string =>
  createHmac('sha256', key).update(`${before}\n${sequence} ${hash}`).digest('hex');

/**
 * Lines for records, each with a keyed code over itself and the line before.
 * @param lastCode of the line before; empty for the first
 * @returns the text to append and the code of its last line
 */
export function writeHeadLines(
  lines: readonly HeadLine[],
  lastCode: string,
  key: Buffer,
): { text: string; lastCode: string } {
  let code = lastCode;
  const written = lines.map((line) => {
    code = codeOf(line, code, key);
    return `${line.sequence} ${line.hash} ${code}\n`;
  });
  return { text: written.join(''), lastCode: code };
}

/** Reads the text of a head file; a line whose code does not hold is left out and told. */
export async function readHeadLines(text: string, key: Buffer): Promise<HeadReading> {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines: HeadLine[] = [];
  let changedLine: number | null = null;
  let lastCode = '';
  let count = 0;
  await inTurns(whole.split('\n').slice(0, -1), (written) => {
    count += 1;
    const [, sequence, hash = '', code = ''] = LINE.exec(written) ?? [];
    const line = { sequence: Number(sequence), hash };
    const isSound =
      code !== '' && timingSafeEqual(Buffer.from(codeOf(line, lastCode, key)), Buffer.from(code));
    if (isSound) lines.push(line);
    else changedLine ??= count;
    lastCode = code;
  });
  return { lines, changedLine, lastCode, wholeBytes: whole.length };
}
