import { useState } from 'react';
import { formatCount } from '../format/number.ts';
import { AlertControls } from './alert-controls.tsx';
import { AlertList } from './alert-list.tsx';
import styles from './alerts-page.module.css';
import type { AlertsSearch } from './alerts-search.ts';
import { countSeverities } from './build-alert-groups.ts';
import type { AlertRow } from './build-alert-row.ts';
import { BulkBar } from './bulk-bar.tsx';
import { KeysButton } from '../keys/keys-button.tsx';
import { useFiringList } from './use-firing-list.ts';
import { useShownAlerts } from './use-shown-alerts.ts';

interface FiringTabProps {
  rows: readonly AlertRow[];
  search: AlertsSearch;
  onSearch: (change: AlertsSearch) => void;
  /** @param takesFocus whether the alert's panel is to have it */
  onOpen: (id: string | undefined, takesFocus: boolean) => void;
}

const NO_FILTER = { severity: undefined, workload: undefined, q: undefined, only: undefined };

/** What fires now, and what can be done about it. */
export function FiringTab({ rows, search, onSearch, onOpen }: FiringTabProps) {
  const { by, groups, lines, expanded, expand } = useShownAlerts(rows, search);
  const list = useFiringList({ lines, isOpen: search.alert !== undefined, onOpen });
  // Handed to three hundred lines, so it stays the same one.
  const [open] = useState(
    () =>
      (id: string): void =>
        onOpen(id, false),
  );
  const fitting = groups.reduce((sum, { group }) => sum + group.rows.length, 0);
  return (
    <>
      <AlertControls
        search={search}
        counts={countSeverities(rows)}
        workloads={[...new Set(rows.map(({ workload }) => workload))].toSorted()}
        by={by}
        onSearch={onSearch}
      >
        <p role="status">{tellShown(fitting, rows.length)}</p>
        <KeysButton />
      </AlertControls>
      {lines.length === 0 ? (
        <p className={styles.none}>
          None of the {formatCount(rows.length)} alerts fits.{' '}
          <button type="button" onClick={() => onSearch(NO_FILTER)}>
            Show all
          </button>
        </p>
      ) : (
        <AlertList
          groups={groups}
          by={by}
          focused={list.focused}
          chosen={list.selected}
          opened={search.alert}
          expanded={expanded}
          onFocus={list.setAt}
          onToggle={list.toggle}
          onOpen={open}
          onExpand={expand}
          onToggleGroup={({ key, rows: all }) => {
            // What is selected can be seen.
            const isCut = all.some(({ id }) => !lines.some((line) => line.id === id));
            if (isCut) expand(key);
            list.toggleAll(all.map(({ id }) => id));
          }}
        />
      )}
      <BulkBar {...list.bar} />
    </>
  );
}

const tellShown = (shown: number, all: number): string =>
  shown === all ? '' : `${formatCount(shown)} of ${formatCount(all)}`;
