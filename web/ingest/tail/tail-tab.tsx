import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keysQuery, tailQuery, type TailItem } from '../../api/queries.ts';
import { Part, Skeleton } from '../../parts/part.tsx';
import type { IngestSearch } from '../ingest-search.ts';
import { buildTailChoice } from './build-tail-rows.ts';
import { TailControls } from './tail-controls.tsx';
import styles from './tail-tab.module.css';
import { TailTable } from './tail-table.tsx';

interface TailTabProps {
  search: IngestSearch;
  onSearch: (change: IngestSearch) => void;
}

/** What is coming in, as it comes. */
export function TailTab({ search, onSearch }: TailTabProps) {
  const [isPaused, setIsPaused] = useState(false);
  const query = useQuery({ ...tailQuery, enabled: !isPaused });
  return (
    <section className={styles.tail} aria-labelledby="tail-title">
      <header className={styles.header}>
        <h2 id="tail-title">Live tail</h2>
        <p>
          The newest 200 events since the start, up to 5 of each request, within a second of their
          arrival.
        </p>
      </header>
      <Part name="The live tail" query={query} skeleton={<Skeleton height="20rem" />}>
        {({ items }) => (
          <Tail
            items={items}
            search={search}
            onSearch={onSearch}
            isPaused={isPaused}
            onPause={setIsPaused}
          />
        )}
      </Part>
    </section>
  );
}

interface TailProps extends TailTabProps {
  items: readonly TailItem[];
  isPaused: boolean;
  onPause: (isPaused: boolean) => void;
}

function Tail({ items, search, onSearch, isPaused, onPause }: TailProps) {
  const keys = useQuery(keysQuery);
  const [firstSeq] = useState(items[0]?.seq ?? 0);
  const names = new Map((keys.data?.items ?? []).map(({ id, name }) => [id, name]));
  const choice = buildTailChoice(items, search, names);
  return (
    <>
      <TailControls
        choice={choice}
        search={search}
        of={items.length}
        isPaused={isPaused}
        onSearch={onSearch}
        onPause={onPause}
      />
      {items.length === 0 ? (
        <p className={styles.none}>
          Nothing has come in since the start. The way to{' '}
          <Link to="/ingest" search={{}} activeOptions={{ exact: true }}>
            send something
          </Link>{' '}
          takes a minute; it appears here by itself.
        </p>
      ) : choice.rows.length === 0 ? (
        <p className={styles.none}>
          Nothing of the newest {items.length} fits this filter.{' '}
          <button
            type="button"
            className={styles.reset}
            onClick={() => onSearch({ workload: undefined, kind: undefined, only: undefined })}
          >
            Show all {items.length}
          </button>
        </p>
      ) : (
        <TailTable rows={choice.rows} freshFrom={firstSeq + 1} />
      )}
    </>
  );
}
