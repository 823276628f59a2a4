import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/number.ts';
import type { IngestTab } from './ingest-search.ts';
import styles from '../parts/tabs.module.css';

const NAMES: readonly { tab: IngestTab; name: string }[] = [
  { tab: 'send', name: 'Send' },
  { tab: 'tail', name: 'Live tail' },
  { tab: 'quarantine', name: 'Quarantine' },
  { tab: 'contract', name: 'Data contract' },
];

interface IngestTabsProps {
  shown: IngestTab;
  /** Events refused since start; null while not known. */
  rejected: number | null;
}

/** The four parts of the page, each with an address of its own. */
export function IngestTabs({ shown, rejected }: IngestTabsProps) {
  return (
    <nav className={styles.tabs} aria-label="Ingest" data-print="off">
      {NAMES.map(({ tab, name }) => (
        <Link
          key={tab}
          to="/ingest"
          search={{ tab: tab === 'send' ? undefined : tab }}
          resetScroll={false}
          activeProps={{}}
          // An absent `tab` is that of sending, so other tabs' addresses are none of its own.
          activeOptions={{ explicitUndefined: true }}
          className={styles.tab}
          data-shown={tab === shown}
          aria-current={tab === shown ? 'page' : undefined}
        >
          {name}
          {tab === 'quarantine' && rejected !== null && rejected > 0 && (
            <span className={styles.count}>
              {formatCount(rejected)}
              <span className="hidden-visually"> refused since the start</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
