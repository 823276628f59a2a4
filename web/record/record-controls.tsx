import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { SearchField } from '../parts/search-field.tsx';
import { ColumnsMenu } from '../tables/columns-menu.tsx';
import type { Table } from '../tables/use-table.ts';
import { KIND_WORDS } from './kind-words.ts';
import type { RecordKey } from './record-columns.ts';
import styles from './record-controls.module.css';
import { exportAddress, isNarrowed, readRecordSearch, type RecordSearch } from './record-search.ts';

interface RecordControlsProps {
  search: RecordSearch;
  table: Table<RecordKey>;
  onSearch: (change: RecordSearch) => void;
}

const KINDS = Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }));

const orNothing = (text: string): string | undefined => (text === '' ? undefined : text);

/** Which records are shown, and the same as a file. */
export function RecordControls({ search, table, onSearch }: RecordControlsProps) {
  const day = (name: 'from' | 'to', label: string) => (
    <label className={styles.day}>
      <span>{label}</span>
      <TextInput
        type="date"
        size="xs"
        value={search[name] ?? ''}
        onChange={(event) => onSearch({ [name]: orNothing(event.currentTarget.value) })}
      />
    </label>
  );
  const text = (name: 'q' | 'who' | 'id', label: string, placeholder: string) => (
    <SearchField
      label={label}
      placeholder={placeholder}
      className={styles[name === 'q' ? 'search' : 'field']!}
      text={search[name] ?? ''}
      onText={(typed) => onSearch({ [name]: orNothing(typed) })}
    />
  );
  return (
    <div className={styles.controls} role="search" aria-label="The record" data-print="off">
      {text('q', 'Find records', 'Any text, such as a limit')}
      <NativeSelect
        size="xs"
        aria-label="Kind"
        className={styles['field']!}
        value={search.kind ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onSearch({ kind: readRecordSearch({ kind: value }).kind })
        }
        data={[{ value: '', label: 'All kinds' }, ...KINDS]}
      />
      {text('who', 'Who', 'Who')}
      {text('id', 'Id', 'Id, exactly')}
      <div className={styles.days}>
        {day('from', 'From')}
        {day('to', 'To')}
      </div>
      {isNarrowed(search) && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={styles['clear']!}
          onClick={() =>
            onSearch({
              kind: undefined,
              who: undefined,
              id: undefined,
              q: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          Show all
        </Button>
      )}
      <div className={styles.end}>
        <ColumnsMenu table={table} />
        {(['csv', 'ndjson'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={exportAddress(search, format)}
            download
            size="xs"
            variant="default"
            aria-label={`Export what is shown as ${format.toUpperCase()}`}
            leftSection={<IconDownload size={15} aria-hidden="true" />}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </div>
    </div>
  );
}
