import { Button, NativeSelect } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { IngestSearch } from '../ingest-search.ts';
import type { TailChoice } from './build-tail-rows.ts';
import styles from './tail-tab.module.css';

interface TailControlsProps {
  choice: TailChoice;
  search: IngestSearch;
  /** How many events there are without a filter. */
  of: number;
  isPaused: boolean;
  onSearch: (change: IngestSearch) => void;
  onPause: (isPaused: boolean) => void;
}

/** Which events are shown, and whether new ones may come. */
export function TailControls(props: TailControlsProps) {
  const { choice, search, of, isPaused, onSearch, onPause } = props;
  const shown = choice.rows.length;
  return (
    <div className={styles.controls} role="search" aria-label="Events" data-print="off">
      <Button
        variant="default"
        size="xs"
        className={styles['pause']!}
        leftSection={
          isPaused ? (
            <IconPlayerPlay size={15} aria-hidden="true" />
          ) : (
            <IconPlayerPause size={15} aria-hidden="true" />
          )
        }
        onClick={() => onPause(!isPaused)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <NativeSelect
        size="xs"
        aria-label="Workload"
        value={search.workload ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onSearch({ workload: value === '' ? undefined : value })
        }
        data={[{ value: '', label: 'All workloads' }, ...choice.workloads]}
      />
      <NativeSelect
        size="xs"
        aria-label="Kind"
        value={search.kind ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onSearch({ kind: value === '' ? undefined : value })
        }
        data={[{ value: '', label: 'All kinds' }, ...choice.kinds]}
      />
      <button
        type="button"
        className={styles.only}
        aria-pressed={search.only === 'rejected'}
        onClick={() => onSearch({ only: search.only === 'rejected' ? undefined : 'rejected' })}
      >
        <IconAlertTriangle size={14} aria-hidden="true" />
        Rejected
      </button>
      <p className={styles.count}>
        {isPaused && <strong role="status">Paused. </strong>}
        {of > 0 && (shown === of ? `${of} shown` : `${shown} of ${of}`)}
      </p>
    </div>
  );
}
