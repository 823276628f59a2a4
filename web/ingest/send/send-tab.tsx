import { useMay } from '../../api/use-may.ts';
import { FIRST_WORKLOAD } from '../../first-run/build-snippets.ts';
import { SnippetTabs } from '../../first-run/snippet-tabs.tsx';
import type { IngestSearch } from '../ingest-search.ts';
import { buildSendSnippets } from './build-send-snippets.ts';
import { KeyList } from './key-list.tsx';
import { MakeKey, type MadeKey } from './make-key.tsx';
import styles from './send-tab.module.css';

interface SendTabProps {
  search: IngestSearch;
  onSearch: (change: IngestSearch) => void;
  made: MadeKey | null;
  onMade: (made: MadeKey | null) => void;
}

/** The way in: a key, and snippets that carry it and this address. */
export function SendTab({ search, onSearch, made, onMade }: SendTabProps) {
  const mayMakeKeys = useMay('admin');
  const snippets = buildSendSnippets({
    origin: window.location.origin,
    key: made?.secret ?? null,
    workload: made?.workload ?? FIRST_WORKLOAD,
  });
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <section className={styles.part} aria-labelledby="make-title" data-print="off">
          <h2 id="make-title">Make a key</h2>
          {mayMakeKeys ? (
            <MakeKey made={made} onMade={onMade} />
          ) : (
            <p className={styles.closed}>
              Keys are made by admins: ask one for a key to send with.
            </p>
          )}
        </section>
        <section className={styles.part} aria-labelledby="send-title">
          <h2 id="send-title">Send with it</h2>
          <SnippetTabs
            snippets={snippets}
            chosen={search.snippet}
            onChoose={(snippet) => onSearch({ snippet })}
          />
        </section>
      </div>
      {mayMakeKeys && <KeyList madeId={made?.id ?? null} />}
    </div>
  );
}
