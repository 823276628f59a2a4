import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keysQuery, quarantineQuery, type QuarantineItem } from '../../api/queries.ts';
import { useNow } from '../../live/now.ts';
import { Part, Skeleton } from '../../parts/part.tsx';
import type { IngestSearch } from '../ingest-search.ts';
import { buildQuarantineRow } from './build-quarantine-row.ts';
import { QuarantineEntry } from './quarantine-entry.tsx';
import styles from './quarantine-tab.module.css';
import { ReplayBar } from './replay-bar.tsx';

/** What was refused and why, and the way back for what has been mended. */
export function QuarantineTab({ search }: { search: IngestSearch }) {
  const after = search.after ?? null;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // While rows are chosen the list holds still: nothing may slip under a pointer.
  const query = useQuery({ ...quarantineQuery(after), enabled: chosen.size === 0 });
  return (
    <section className={styles.quarantine} aria-labelledby="quarantine-title">
      <header className={styles.header}>
        <h2 id="quarantine-title">Quarantine</h2>
        <p>
          Events that do not fit the <ContractLink />, newest first. Once the sender or the contract
          is mended, replay them: each is checked again and counts once.
        </p>
      </header>
      <Part name="The quarantine" query={query} skeleton={<Skeleton height="20rem" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.none}>
              {after === null
                ? 'Nothing is in quarantine: every event fits the contract.'
                : 'Nothing older is in quarantine.'}
            </p>
          ) : (
            <Entries items={items} chosen={chosen} onChoose={setChosen} />
          )
        }
      </Part>
      <Pages after={after} next={query.data?.next ?? null} onTurn={() => setChosen(new Set())} />
    </section>
  );
}

function ContractLink() {
  return (
    <Link to="/ingest" search={{ tab: 'contract' }}>
      data contract
    </Link>
  );
}

interface EntriesProps {
  items: readonly QuarantineItem[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

function Entries({ items, chosen, onChoose }: EntriesProps) {
  const nowMs = useNow();
  const keys = useQuery(keysQuery);
  const names = new Map((keys.data?.items ?? []).map(({ id, name }) => [id, name]));
  const rows = items.map((item) => buildQuarantineRow(item, names, nowMs));
  const able = rows.filter(({ hindrance }) => hindrance === null).map(({ id }) => id);
  function toggle(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  }
  return (
    <>
      <ReplayBar
        able={able}
        chosen={able.filter((id) => chosen.has(id))}
        onChoose={(ids) => onChoose(new Set(ids))}
      />
      <ul>
        {rows.map((row) => (
          <QuarantineEntry
            key={row.id}
            row={row}
            isChosen={chosen.has(row.id)}
            onToggle={() => toggle(row.id)}
          />
        ))}
      </ul>
    </>
  );
}

interface PagesProps {
  after: string | null;
  next: string | null;
  onTurn: () => void;
}

function Pages({ after, next, onTurn }: PagesProps) {
  if (after === null && next === null) return null;
  return (
    <nav className={styles.pages} aria-label="Pages of the quarantine" data-print="off">
      {after !== null && (
        <Link
          to="/ingest"
          search={{ tab: 'quarantine' }}
          activeOptions={{ exact: true }}
          onClick={onTurn}
        >
          <span aria-hidden="true">← </span>Newest
        </Link>
      )}
      {next !== null && (
        <Link
          to="/ingest"
          search={{ tab: 'quarantine', after: next }}
          onClick={onTurn}
          className={styles.older}
        >
          Older<span aria-hidden="true"> →</span>
        </Link>
      )}
    </nav>
  );
}
