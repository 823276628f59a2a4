import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { AxisStateIcon } from '../parts/axis-marks.tsx';
import { AXIS_STATE_WORDS, AXIS_WORDS } from '../theme/verdict-look.ts';
import { formatPlural } from '../format/number.ts';
import { SearchField } from '../parts/search-field.tsx';
import { ColumnsMenu } from '../tables/columns-menu.tsx';
import { CsvButton } from '../tables/csv-button.tsx';
import { HeadRow } from '../tables/head-row.tsx';
import { useTable } from '../tables/use-table.ts';
import { buildSignalGroups, type SignalGroup } from './build-signal-groups.ts';
import { buildSignalsCsv, orderSignals } from './order-signals.ts';
import { SIGNAL_COLUMNS, type SignalKey } from './signal-columns.ts';
import { SignalTableRow } from './signal-table-row.tsx';
import styles from './signal-table.module.css';
import type { WorkloadSearch } from './workload-search.ts';

interface SignalTableProps {
  assessment: Assessment;
  /** Signal on the chart. */
  chosen: string | null;
  search: WorkloadSearch;
  nowMs: number;
}

/** Every signal behind the verdict, by axis. */
export function SignalTable({ assessment, chosen, search, nowMs }: SignalTableProps) {
  const navigate = useNavigate({ from: '/w/$id' });
  const onSearch = (change: WorkloadSearch): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  const table = useTable(SIGNAL_COLUMNS, search, onSearch);
  const text = search.q ?? '';
  const groups = orderSignals(buildSignalGroups(assessment, nowMs), text, table.sort);
  return (
    <section className={styles.signals} aria-labelledby="signals-title">
      <header className={styles.head}>
        <h2 id="signals-title">Signals</h2>
        <Link to="/help" hash="states" className={styles.help} data-print="off">
          What they mean
        </Link>
        <div className={styles.tools} role="search" aria-label="Signals" data-print="off">
          <SearchField
            label="Find signals"
            placeholder="Name or status"
            className={styles['search']!}
            text={text}
            onText={(q) => onSearch({ q: q === '' ? undefined : q })}
          />
          <ColumnsMenu table={table} />
          <CsvButton
            name={`signals-${assessment.workload}`}
            nowMs={nowMs}
            write={() => buildSignalsCsv(groups, assessment.signals)}
          />
        </div>
      </header>
      {groups.length === 0 ? (
        <p className={styles.nothing}>No signal is called “{text}”.</p>
      ) : (
        <table className={styles.table} role="table">
          <caption className="hidden-visually">
            Signals by axis, with value, interval and limit
          </caption>
          <thead role="rowgroup">
            <HeadRow table={table} />
          </thead>
          {groups.map((group) => (
            <Group
              key={group.axis.axis}
              id={assessment.workload}
              group={group}
              shown={table.shown}
              chosen={chosen}
              nowMs={nowMs}
            />
          ))}
        </table>
      )}
    </section>
  );
}

interface GroupProps {
  id: string;
  group: SignalGroup;
  shown: ReadonlySet<SignalKey>;
  chosen: string | null;
  nowMs: number;
}

function Group({ id, group: { axis, rows, folded }, shown, chosen, nowMs }: GroupProps) {
  const [isOpen, setIsOpen] = useState(false);
  const name = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tbody role="rowgroup" aria-labelledby={name}>
      <tr role="row" className={styles.axis}>
        <th role="rowheader" scope="rowgroup" id={name} colSpan={shown.size}>
          <span className={styles.axisName}>
            <AxisStateIcon state={axis.state} />
            {AXIS_WORDS[axis.axis]}
            <span className={styles.axisState}>{AXIS_STATE_WORDS[axis.state].toLowerCase()}</span>
          </span>
        </th>
      </tr>
      {rows.map((row) => (
        <SignalTableRow
          key={row.id}
          workload={id}
          row={row}
          shown={shown}
          isChosen={row.id === chosen}
          nowMs={nowMs}
        />
      ))}
      {isOpen &&
        folded.map((row) => (
          <SignalTableRow
            key={row.id}
            workload={id}
            row={row}
            shown={shown}
            isChosen={row.id === chosen}
            nowMs={nowMs}
          />
        ))}
      {folded.length > 0 && (
        <tr role="row" className={styles.fold}>
          <td role="cell" colSpan={shown.size}>
            <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              <Chevron size={14} aria-hidden="true" />
              {formatPlural(folded.length, 'more signal')}, without limit or measurement
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}
