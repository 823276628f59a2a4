import { Link } from '@tanstack/react-router';
import styles from '../parts/tabs.module.css';
import { TABS_OF_WORKLOAD } from './tabs-of-workload.ts';
import type { WorkloadTab } from './workload-search.ts';

/** The parts of a workload's page, each with an address of its own. */
export function WorkloadTabs({ id, shown }: { id: string; shown: WorkloadTab }) {
  return (
    <nav className={styles.tabs} aria-label="Workload" data-print="off">
      {TABS_OF_WORKLOAD.map(({ tab, name }) => (
        <Link
          key={tab}
          from="/w/$id"
          to="/w/$id"
          params={{ id }}
          search={(before) => ({ ...before, tab: tab === 'overview' ? undefined : tab })}
          resetScroll={false}
          activeProps={{}}
          activeOptions={{ explicitUndefined: true }}
          className={styles.tab}
          data-shown={tab === shown}
          aria-current={tab === shown ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
