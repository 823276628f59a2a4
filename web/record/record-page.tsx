import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { recordQuery, recordsQuery } from '../api/record-queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { useTable, type Table } from '../tables/use-table.ts';
import { buildRecordRow, type RecordRow } from './build-record-row.ts';
import { CheckPanel } from './check-panel.tsx';
import { RecordChange } from './record-change.tsx';
import { RECORD_COLUMNS, type RecordKey } from './record-columns.ts';
import { RecordControls } from './record-controls.tsx';
import styles from './record-page.module.css';
import { askRecords, isNarrowed, type RecordSearch } from './record-search.ts';
import { RecordTable } from './record-table.tsx';

const route = getRouteApi('/shell/record');

/** Who changed what, when and why. */
export function RecordPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const nowMs = useNow();
  usePageTitle('Record');
  const { older } = search;
  const records = useQuery(
    recordsQuery({ ...askRecords(search), ...(older === undefined ? {} : { cursor: older }) }),
  );
  const go = (change: RecordSearch, isStep = false): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: !isStep,
      resetScroll: false,
    });
  const table = useTable(RECORD_COLUMNS, search, (change) => go(change));
  return (
    <>
      <header className={styles.header}>
        <h1 className={styles.headline} tabIndex={-1}>
          Record
        </h1>
        <p className={styles.lead}>
          Every change that people, keys and rules made: when, who, what and why. Nothing in it can
          be edited or deleted.
        </p>
      </header>
      <CheckPanel onOpen={(open) => go({ open }, true)} />
      <RecordControls
        search={search}
        table={table}
        onSearch={(change) => go({ ...change, older: undefined })}
      />
      <Part name="The record" query={records} skeleton={<Skeleton height="30rem" />}>
        {({ items, next }) => (
          <RecordList
            rows={items.map((item) => buildRecordRow(item, nowMs))}
            next={next}
            table={table}
            search={search}
            onGo={go}
          />
        )}
      </Part>
    </>
  );
}

interface RecordListProps {
  rows: readonly RecordRow[];
  /** Where the next page begins; null on the last. */
  next: string | null;
  table: Table<RecordKey>;
  search: RecordSearch;
  onGo: (change: RecordSearch, isStep?: boolean) => void;
}

function RecordList({ rows, next, table, search, onGo }: RecordListProps) {
  const { open, older } = search;
  const isElsewhere = open !== undefined && rows.every(({ sequence }) => sequence !== open);
  return (
    <>
      {isElsewhere && <OpenedRecord key={open} sequence={open} />}
      <section className={styles.panel} aria-label="Records">
        {rows.length === 0 ? (
          <p className={styles.none}>
            {isNarrowed(search)
              ? 'No record fits. Take a filter away to see more.'
              : 'Nothing is on record yet. The first change of a workload, a policy or a key is.'}
          </p>
        ) : (
          <RecordTable
            rows={rows}
            table={table}
            opened={open}
            onOpen={(sequence) => onGo({ open: sequence })}
          />
        )}
      </section>
      <nav className={styles.pages} aria-label="Pages of the record" data-print="off">
        {older !== undefined && (
          <Button size="xs" variant="default" onClick={() => onGo({ older: undefined }, true)}>
            Newest
          </Button>
        )}
        {next !== null && (
          <Button size="xs" variant="default" onClick={() => onGo({ older: next }, true)}>
            Older
          </Button>
        )}
      </nav>
    </>
  );
}

/** The record that an address names, where the list does not hold it. */
function OpenedRecord({ sequence }: { sequence: string }) {
  const nowMs = useNow();
  const record = useQuery(recordQuery(sequence));
  return (
    <Part name={`Record ${sequence}`} query={record} skeleton={<Skeleton height="8rem" />}>
      {(item) => {
        const row = buildRecordRow(item, nowMs);
        return (
          <section className={styles.opened} aria-label={`Record ${sequence}`}>
            <h2>
              {row.kind} {row.id} {row.act} by {row.who}
            </h2>
            {row.reason !== '' && <p className={styles.reason}>“{row.reason}”</p>}
            <RecordChange row={row} />
          </section>
        );
      }}
    </Part>
  );
}
