import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { AxisStateIcon } from '../parts/axis-marks.tsx';
import { AXIS_STATE_WORDS, AXIS_WORDS } from '../theme/verdict-look.ts';
import { formatPlural } from '../format/number.ts';
import type { SignalGroup } from './build-signal-groups.ts';
import { SignalTableRow } from './signal-table-row.tsx';
import styles from './signal-table.module.css';

const COLUMNS = [
  'Signal',
  'Status',
  'Value',
  'Interval against limit',
  'Limit',
  'n',
  'Last 28 days',
  'Evidence',
];

interface SignalTableProps {
  id: string;
  groups: readonly SignalGroup[];
  /** Signal on the chart. */
  chosen: string | null;
  nowMs: number;
}

/** Every signal behind the verdict, by axis. */
export function SignalTable({ id, groups, chosen, nowMs }: SignalTableProps) {
  return (
    <section className={styles.signals} aria-labelledby="signals-title">
      <header className={styles.head}>
        <h2 id="signals-title">Signals</h2>
        <Link to="/help" hash="states" className={styles.help} data-print="off">
          What they mean
        </Link>
      </header>
      <table className={styles.table} role="table">
        <caption className="hidden-visually">
          Signals by axis, with value, interval and limit
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((name) => (
              <th key={name} role="columnheader" scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <Group key={group.axis.axis} id={id} group={group} chosen={chosen} nowMs={nowMs} />
        ))}
      </table>
    </section>
  );
}

interface GroupProps {
  id: string;
  group: SignalGroup;
  chosen: string | null;
  nowMs: number;
}

function Group({ id, group: { axis, rows, folded }, chosen, nowMs }: GroupProps) {
  const [isOpen, setIsOpen] = useState(false);
  const name = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tbody role="rowgroup" aria-labelledby={name}>
      <tr role="row" className={styles.axis}>
        <th role="rowheader" scope="rowgroup" id={name} colSpan={COLUMNS.length}>
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
            isChosen={row.id === chosen}
            nowMs={nowMs}
          />
        ))}
      {folded.length > 0 && (
        <tr role="row" className={styles.fold}>
          <td role="cell" colSpan={COLUMNS.length}>
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
