import { RAW_TABLES, type Column, type ColumnType } from '../../store/raw-columns.ts';
import type { TableRows } from '../row-batch.ts';
import type { RowWriter } from '../row-binary.ts';
import { runFieldIndex } from './run-fields.ts';
import { HELD, type RunScan } from './scan-run.ts';

/** What a row holds beside what stands in the bytes. */
export interface ScannedFacts {
  /** Where the run states no id. */
  readonly madeId: string;
  readonly tsMs: number;
  readonly receivedAtMs: number;
  readonly userHash: string;
  readonly costUsd: number | null;
  readonly costSource: string;
}

/** Columns that are not the field of the same name. */
const FACTS: Readonly<Record<string, string>> = {
  id: `if (h[FIELD] === ${HELD.text}) w.ascii(s.view, s.starts[FIELD], s.ends[FIELD]); else w.text(f.madeId);`,
  ts: 'w.int64(f.tsMs);',
  received_at: 'w.int64(f.receivedAtMs);',
  user_hash: 'w.text(f.userHash);',
  cost_usd: 'if (f.costUsd === null) w.byte(1); else { w.byte(0); w.money(f.costUsd); }',
  cost_source: 'w.text(f.costSource);',
  origin: 'w.byte(0);',
};

const orNull = (held: string, write: string): string =>
  `if (${held}) { w.byte(0); ${write} } else w.byte(1);`;
const isNumber = `h[FIELD] === ${HELD.number}`;
const text = `if (h[FIELD] === ${HELD.text}) w.ascii(s.view, s.starts[FIELD], s.ends[FIELD]); else w.byte(0);`;

/** How a field is written into a column of each type. */
const WRITE: Readonly<Partial<Record<ColumnType, string>>> = {
  String: text,
  Name: text,
  UInt64: 'at = w.length; w.int64(0);',
  Int8: 'w.byte(1);',
  'Flag?': orNull(`h[FIELD] >= ${HELD.true}`, `w.byte(h[FIELD] === ${HELD.true} ? 1 : 0);`),
  'Count?': orNull(isNumber, 'w.int64(s.numbers[FIELD]);'),
  'Real?': orNull(isNumber, 'w.float64(s.numbers[FIELD]);'),
  'Money?': orNull(isNumber, 'w.money(s.numbers[FIELD]);'),
};

const UNNAMED: ReadonlySet<string> = new Set(['user_hash', 'cost_source', 'origin', 'received_at']);

/** @throws Error where a column is no field of a run and nothing else says what it holds */
function writeColumn({ name, type }: Column): string {
  const field = runFieldIndex(name);
  const write = FACTS[name] ?? WRITE[type];
  const isOwn = type === 'UInt64' || type === 'Int8' || UNNAMED.has(name);
  if (write === undefined || (field === -1 && !isOwn)) {
    throw new Error(`no way to write the column ${name} of a scanned run`);
  }
  return write.replaceAll('FIELD', String(field));
}

type Encode = (writer: RowWriter, scan: RunScan, facts: ScannedFacts) => number;

// oxlint-disable-next-line typescript/no-implied-eval -- made of column names, never of a sender's words
const encode = new Function(
  'w',
  's',
  'f',
  `const h = s.held; let at = -1;\n${RAW_TABLES.runs.map(writeColumn).join('\n')}\nreturn at;`,
) as Encode;

/** Appends the run scanned last: the same bytes that `encodeEvent` writes for the same run. */
export function encodeScanned(rows: TableRows, scan: RunScan, facts: ScannedFacts): void {
  rows.segmentOffsets.push(encode(rows.writer, scan, facts));
}
