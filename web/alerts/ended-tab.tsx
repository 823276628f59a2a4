import { useMemo } from 'react';
import type { AlertItem } from '../api/alert-queries.ts';
import { formatCount } from '../format/number.ts';
import { formatAgo, formatInstant, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { useTable } from '../tables/use-table.ts';
import { AlertControls } from './alert-controls.tsx';
import styles from './alerts-page.module.css';
import { readSeverities, type AlertsSearch } from './alerts-search.ts';
import { chooseAlerts, countSeverities } from './build-alert-groups.ts';
import { buildAlertReport } from './build-alert-report.ts';
import type { AlertRow } from './build-alert-row.ts';
import { EndedReport } from './ended-report.tsx';
import { ENDED_COLUMNS, orderEnded, type EndedRow } from './ended-columns.ts';
import { EndedTable } from './ended-table.tsx';

interface EndedTabProps {
  items: readonly AlertItem[];
  rows: readonly AlertRow[];
  /** Whether older ones were left out. */
  isCut: boolean;
  search: AlertsSearch;
  nowMs: number;
  onSearch: (change: AlertsSearch) => void;
  onOpen: (id: string) => void;
}

/** What fired and ended: how long it took people, and which rules make noise. */
export function EndedTab(props: EndedTabProps) {
  const { items, rows, isCut, search, nowMs, onSearch, onOpen } = props;
  const table = useTable(ENDED_COLUMNS, search, onSearch);
  const { sort } = table;
  const shown = useMemo<readonly EndedRow[]>(() => {
    const fitting = chooseAlerts(rows, {
      severities: readSeverities(search.severity),
      workload: search.workload,
      text: search.q ?? '',
      isOpenOnly: false,
    });
    const byId = new Map(items.map((item) => [item.id, item]));
    const known = fitting.flatMap((row) => {
      const item = byId.get(row.id);
      return item === undefined ? [] : [{ row, item }];
    });
    return orderEnded(known, sort);
  }, [items, rows, search, sort]);
  const report = useMemo(
    () =>
      buildAlertReport(
        shown.map(({ item }) => item),
        nowMs,
      ),
    [shown, nowMs],
  );
  const oldest = items.at(-1);
  return (
    <>
      <AlertControls
        search={search}
        counts={countSeverities(rows)}
        workloads={[...new Set(rows.map(({ workload }) => workload))].toSorted()}
        by={null}
        onSearch={onSearch}
      />
      {isCut && oldest !== undefined && (
        <p className={styles.above} {...explained(formatInstant(instantMs(oldest.fired_at)))}>
          The {formatCount(items.length)} latest, back to{' '}
          {formatAgo(instantMs(oldest.fired_at), nowMs)}.
        </p>
      )}
      {shown.length === 0 ? (
        <p className={styles.none}>
          {rows.length === 0
            ? 'No alert has ended yet.'
            : `None of the ${formatCount(rows.length)} ended alerts fits.`}
        </p>
      ) : (
        <>
          <EndedReport report={report} />
          <EndedTable
            rows={shown}
            table={table}
            opened={search.alert}
            nowMs={nowMs}
            onOpen={onOpen}
          />
        </>
      )}
    </>
  );
}
