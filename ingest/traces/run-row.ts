import { statedColumns, type ColumnType } from '../../store/raw-columns.ts';
import { columnValue, type RowFacts } from '../encode-event.ts';

/** A row of the table `runs` as the encoder takes it, kept so that it can be taken back later. */
export interface RunRow {
  readonly fields: Readonly<Record<string, unknown>> & { readonly workload: string };
  readonly facts: RowFacts & { readonly tsMs: number };
  /** Equal for two rows exactly where every column of them is. */
  readonly key: string;
}

const NANO = 1e9;

/** A value as its column stores it, so that a fresh row and one read back compare. */
function stored(type: ColumnType, value: unknown): unknown {
  if (value == null) return type === 'String' || type === 'Name' ? '' : null;
  if (type === 'Flag?') return value === true || value === 1 ? 1 : 0;
  if (type === 'Money?') return Math.round((value as number) * NANO);
  return value;
}

const COMPARED = statedColumns('runs');

/** Puts a row's parts together with its key. */
export function createRunRow(fields: RunRow['fields'], facts: RunRow['facts']): RunRow {
  const values = COMPARED.map(({ name, type }) => stored(type, columnValue(fields, facts, name)));
  return { fields, facts, key: JSON.stringify(values) };
}
