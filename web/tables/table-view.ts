/** A column of a table. */
export interface TableColumn<Key extends string> {
  readonly key: Key;
  readonly name: string;
  /** Where the name is letters over signs: what they stand for. */
  readonly spoken?: string;
  readonly align?: 'right';
  readonly explanation?: string;
  /** The order that a first press gives; absent: rows cannot be ordered by it. */
  readonly sorts?: 'ascending' | 'descending';
  /** The rows are nothing without it, so it cannot be hidden. */
  readonly isFixed?: true;
}

/** What rows are ordered by. */
export interface Sort<Key extends string> {
  readonly key: Key;
  readonly isDescending: boolean;
}

/** The part of the address that says how a table is read. */
export interface TableSearch {
  /** A column, with `-` in front for descending; absent: the table's own order. */
  sort?: string | undefined;
  /** Hidden columns, joined by commas; absent: none. */
  hide?: string | undefined;
}

/** What an address makes of a table. */
export interface TableView<Key extends string> {
  /** Null: the table's own order. */
  readonly sort: Sort<Key> | null;
  readonly hidden: ReadonlySet<Key>;
  /** All others. */
  readonly shown: ReadonlySet<Key>;
}

type Columns<Key extends string> = readonly TableColumn<Key>[];

/** Keeps what makes sense of an address for these columns, drops the rest. */
export function readTableSearch<Key extends string>(
  raw: Record<string, unknown>,
  columns: Columns<Key>,
): TableSearch {
  const search: TableSearch = {};
  const text = (name: string): string => (typeof raw[name] === 'string' ? raw[name] : '');
  const key = text('sort').replace(/^-/, '');
  if (columns.some((column) => column.key === key && column.sorts)) search.sort = text('sort');
  const named = text('hide').split(',');
  const hidden = columns.filter((column) => !column.isFixed && named.includes(column.key));
  if (hidden.length > 0) search.hide = hidden.map((column) => column.key).join(',');
  return search;
}

/** What an address that was read stands for. */
export function readTableView<Key extends string>(
  search: TableSearch,
  columns: Columns<Key>,
): TableView<Key> {
  const sorted = columns.find(({ key }) => key === search.sort?.replace(/^-/, ''));
  const keys = columns.map(({ key }) => key);
  const named = search.hide?.split(',') ?? [];
  return {
    sort: sorted ? { key: sorted.key, isDescending: search.sort?.startsWith('-') ?? false } : null,
    hidden: new Set(keys.filter((key) => named.includes(key))),
    shown: new Set(keys.filter((key) => !named.includes(key))),
  };
}

/** The address after a press on a column: its natural order first, then the other way round. */
export function nextSort<Key extends string>(
  current: Sort<Key> | null,
  { key, sorts }: TableColumn<Key>,
): string {
  const isDescending = current?.key === key ? !current.isDescending : sorts === 'descending';
  return isDescending ? `-${key}` : key;
}

/** The address after a column is hidden, or shown again. */
export function toggleColumn<Key extends string>(
  hidden: ReadonlySet<Key>,
  key: Key,
): string | undefined {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next.size === 0 ? undefined : [...next].join(',');
}
