export const INGEST_TABS = ['send', 'tail', 'quarantine', 'contract'] as const;
export type IngestTab = (typeof INGEST_TABS)[number];

/** The part of the address that says what the ingest page shows. */
export interface IngestSearch {
  /** Absent: how to send. */
  tab?: IngestTab | undefined;
  /** Of the snippets: which one. */
  snippet?: string | undefined;
  /** Of the live tail: only this workload. */
  workload?: string | undefined;
  /** Of the live tail: only this kind. Of the contract: the kind that is open. */
  kind?: string | undefined;
  /** Of the live tail: `rejected` for those alone. */
  only?: 'rejected' | undefined;
  /** Of the quarantine: where the page before ended. */
  after?: string | undefined;
}

const WORD = /^[\w-]{1,64}$/;
const CURSOR = /^[\w-]{1,500}$/;

const matching = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined;

/** Keeps what makes sense of an address, drops the rest. */
export function readIngestSearch(raw: Record<string, unknown>): IngestSearch {
  const search: IngestSearch = {};
  const tab = INGEST_TABS.find((name) => name === raw['tab']);
  if (tab !== undefined) search.tab = tab;
  for (const name of ['snippet', 'workload', 'kind'] as const) {
    const value = matching(raw[name], WORD);
    if (value !== undefined) search[name] = value;
  }
  if (raw['only'] === 'rejected') search.only = 'rejected';
  const after = matching(raw['after'], CURSOR);
  if (after !== undefined) search.after = after;
  return search;
}
