import { RAW_TABLES, type ColumnType, type RawTable } from '../store/raw-columns.ts';
import type { CheckedEvent } from './check-event.ts';
import type { TableRows } from './row-batch.ts';
import type { RowWriter } from './row-binary.ts';
import { wellFormed } from './well-formed.ts';

/** What a row holds beside the sender's own fields. */
export interface RowFacts {
  readonly id: string;
  readonly receivedAtMs: number;
  readonly tsMs?: number;
  readonly periodStartMs?: number | null;
  readonly periodEndMs?: number | null;
  readonly userHash?: string;
  readonly attributes?: string;
  readonly costUsd?: number | null;
  readonly costSource?: string;
  readonly distribution?: string;
  readonly origin?: RowOrigin;
  /** -1 on a row that takes back an earlier one; absent: 1. */
  readonly sign?: 1 | -1;
}

/** Where a row comes from: a sender's own event, or spans. */
export type RowOrigin = '' | 'otlp';

/** Columns whose value is not the event's field of the same name. */
const FACTS: Readonly<Record<string, keyof RowFacts>> = {
  id: 'id',
  ts: 'tsMs',
  received_at: 'receivedAtMs',
  user_hash: 'userHash',
  attributes: 'attributes',
  cost_usd: 'costUsd',
  cost_source: 'costSource',
  period_start: 'periodStartMs',
  period_end: 'periodEndMs',
  distribution: 'distribution',
  origin: 'origin',
  sign: 'sign',
};

/** What a column of a row holds, whichever of its two parts says it. */
export function columnValue(
  fields: Readonly<Record<string, unknown>>,
  facts: RowFacts,
  column: string,
): unknown {
  const fact = FACTS[column];
  return fact === undefined ? fields[column] : facts[fact];
}

const orNull = (write: string): string => `if (x == null) w.byte(1); else { w.byte(0); ${write} }`;

/** How a value `x` of each type is written; `s` keeps where the segment's id belongs. */
const WRITE: Readonly<Record<ColumnType, string>> = {
  String: 'if (x == null) w.byte(0); else w.text(x);',
  Name: 'if (x == null) w.byte(0); else w.text(x);',
  UInt64: 's = w.length; w.int64(0);',
  Int8: 'w.byte(x === -1 ? 255 : 1);',
  Time: 'w.int64(x);',
  'Flag?': orNull('w.byte(x ? 1 : 0);'),
  'Count?': orNull('w.int64(x);'),
  'Real?': orNull('w.float64(x);'),
  'Money?': orNull('w.money(x);'),
  'Time?': orNull('w.int64(x);'),
};

type WriteRow = (writer: RowWriter, fields: object, facts: RowFacts) => number;

/** The column list as one straight function. */
function compileRow(table: RawTable): WriteRow {
  const lines = RAW_TABLES[table].map(({ name, type }) => {
    const fact = FACTS[name];
    return `x = ${fact === undefined ? `e.${name}` : `f.${fact}`}; ${WRITE[type]}`;
  });
  // oxlint-disable-next-line typescript/no-implied-eval -- made of column names, never of a sender's words
  return new Function('w', 'e', 'f', `let x, s = -1;\n${lines.join('\n')}\nreturn s;`) as WriteRow;
}

const WRITE_ROW: Readonly<Record<RawTable, WriteRow>> = {
  runs: compileRow('runs'),
  events: compileRow('events'),
  spans: compileRow('spans'),
  quarantine: compileRow('quarantine'),
};

/** Appends a row as it stands: its fields by the names of the table's columns, and the facts beside. */
export function writeRow(rows: TableRows, fields: object, facts: RowFacts): void {
  const offset = WRITE_ROW[rows.table](rows.writer, fields, facts);
  rows.segmentOffsets.push(offset);
}

type Attributes = NonNullable<CheckedEvent['event']['attributes']>;

/** The one form a distribution was sent in, as JSON text; empty on any other event. */
function distributionText(event: CheckedEvent['event']): string {
  if (event.kind !== 'distribution') return '';
  const { values, histogram, categories } = event;
  if (values != null) return JSON.stringify({ values });
  if (histogram != null) return JSON.stringify({ histogram });
  const named = Object.entries(categories ?? {}).map(([label, n]) => [wellFormed(label), n]);
  return JSON.stringify({ categories: Object.fromEntries(named) as Record<string, number> });
}

/** As JSON text; a lone surrogate, which JSON would escape and ClickHouse refuse, is replaced. */
function attributesText(attributes: Attributes): string {
  const text = JSON.stringify(attributes);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [
        wellFormed(key),
        typeof value === 'string' ? wellFormed(value) : value,
      ]),
    ),
  );
}

/** What the event itself does not say. */
export interface EventFacts {
  readonly id: string;
  readonly receivedAtMs: number;
  /** Keyed hash of the event's user; empty where it names none. */
  readonly userHash: string;
  readonly costUsd: number | null;
  readonly costSource: '' | 'stated' | 'priced';
}

/** The raw table an event goes to. */
export function tableOf({ event }: CheckedEvent): RawTable {
  return event.kind === 'run' ? 'runs' : 'events';
}

/** Appends the row of an event to the rows of its raw table. */
export function encodeEvent(rows: TableRows, checked: CheckedEvent, facts: EventFacts): void {
  const { event, tsMs } = checked;
  writeRow(rows, event, {
    id: facts.id,
    receivedAtMs: facts.receivedAtMs,
    tsMs,
    periodStartMs: checked.periodStartMs,
    periodEndMs: checked.periodEndMs,
    userHash: facts.userHash,
    attributes: event.attributes == null ? '' : attributesText(event.attributes),
    costUsd: facts.costUsd,
    costSource: facts.costSource,
    distribution: distributionText(event),
  });
  noteWorkload(rows, event.workload, tsMs);
}

/** Notes whose telemetry a row is, and of when: what listeners to hand-overs are told. */
export function noteWorkload({ workloads }: TableRows, workload: string, tsMs: number): void {
  const span = workloads.get(workload);
  if (span) {
    span.rows += 1;
    if (tsMs < span.minTsMs) span.minTsMs = tsMs;
    if (tsMs > span.maxTsMs) span.maxTsMs = tsMs;
  } else workloads.set(workload, { rows: 1, minTsMs: tsMs, maxTsMs: tsMs });
}

/** A rejected event as it goes into quarantine. */
export interface QuarantineRow {
  readonly id: string;
  readonly receivedAtMs: number;
  readonly key_id: string;
  readonly workload: string;
  readonly kind: string;
  readonly body: string;
  /** JSON array of {path, message}. */
  readonly errors: string;
}

/** Appends the row of a rejected event. */
export function encodeQuarantine(rows: TableRows, row: QuarantineRow): void {
  writeRow(rows, row, { id: row.id, receivedAtMs: row.receivedAtMs });
}
