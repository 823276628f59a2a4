import { isoTime } from '../../core/time.ts';
import type { RecordQuestion } from '../api/record-queries.ts';
import { readTableSearch, type TableSearch } from '../tables/table-view.ts';
import { KIND_WORDS, type RecordKind } from './kind-words.ts';
import { RECORD_COLUMNS } from './record-columns.ts';

/** The part of the address that says what the record page shows. */
export interface RecordSearch extends TableSearch {
  kind?: RecordKind | undefined;
  /** Of the document. */
  id?: string | undefined;
  who?: string | undefined;
  q?: string | undefined;
  /** Calendar days, both included. */
  from?: string | undefined;
  to?: string | undefined;
  /** Sequence of the record that is open. */
  open?: string | undefined;
  /** Where an older page begins. */
  older?: string | undefined;
}

const MAX_TEXT = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SEQUENCE = /^[1-9]\d{0,14}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readRecordSearch(raw: Record<string, unknown>): RecordSearch {
  const search: RecordSearch = {};
  const { kind, open, older } = raw;
  const known = (Object.keys(KIND_WORDS) as RecordKind[]).find((one) => one === kind);
  if (known !== undefined) search.kind = known;
  for (const name of ['id', 'who', 'q'] as const) {
    const text = raw[name];
    if (typeof text === 'string' && text !== '') search[name] = text.slice(0, MAX_TEXT);
  }
  for (const name of ['from', 'to'] as const) {
    const day = raw[name];
    if (typeof day === 'string' && DAY.test(day) && startOfDay(day, 0) !== null) search[name] = day;
  }
  if (typeof open === 'string' && SEQUENCE.test(open)) search.open = open;
  if (typeof older === 'string' && older !== '') search.older = older.slice(0, 500);
  return { ...search, ...readTableSearch(raw, RECORD_COLUMNS) };
}

/** Epoch milliseconds of a calendar day's beginning here, or that of a later one; null for no day. */
function startOfDay(day: string, daysLater: number): number | null {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  // A 30th of February would silently become the 2nd of March.
  if (new Date(year, month - 1, date).getDate() !== date) return null;
  return new Date(year, month - 1, date + daysLater).getTime();
}

/** What is asked of the server, whichever page of it. */
export function askRecords({ kind, id, who, q, from, to }: RecordSearch): RecordQuestion {
  const fromMs = from === undefined ? null : startOfDay(from, 0);
  const toMs = to === undefined ? null : startOfDay(to, 1);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(id === undefined ? {} : { id }),
    ...(who === undefined ? {} : { actor: who }),
    ...(q === undefined ? {} : { q }),
    ...(fromMs === null ? {} : { from: isoTime(fromMs) }),
    ...(toMs === null ? {} : { to: isoTime(toMs) }),
  };
}

/** Where the same records are to be had as a file. */
export function exportAddress(search: RecordSearch, format: 'csv' | 'ndjson'): string {
  const question = Object.entries({ ...askRecords(search), format });
  const texts = question.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return `/api/record/export?${new URLSearchParams(texts)}`;
}

/** Whether the records are narrowed at all. */
export const isNarrowed = (search: RecordSearch): boolean =>
  Object.keys(askRecords(search)).length > 0;
