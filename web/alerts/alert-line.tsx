import { IconBook2 } from '@tabler/icons-react';
import { memo } from 'react';
import { explained } from '../parts/explain.tsx';
import styles from './alert-line.module.css';
import { AlertMarks } from './alert-marks.tsx';
import type { GroupedBy } from './alerts-search.ts';
import type { AlertRow } from './build-alert-row.ts';
import { SeverityMark } from './severity-mark.tsx';

interface AlertLineProps {
  row: AlertRow;
  by: GroupedBy;
  /** Whether Tab leads here: one line of the list at a time. */
  hasFocus: boolean;
  isChosen: boolean;
  isOpen: boolean;
  onFocus: (id: string) => void;
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The id of the element that holds an alert's line. */
export const lineId = (id: string): string => `alert-${id}`;

/** What a line is called, and what stands beside that; what its group says is left out. */
function namesOf({ title, workload, part }: AlertRow, by: GroupedBy) {
  const where = part === null ? workload : `${workload}, ${part}`;
  if (by === 'workload') return { name: title, beside: part };
  return by === 'rule' ? { name: where, beside: null } : { name: title, beside: where };
}

/** One alert of the list. */
export const AlertLine = memo(function AlertLine(props: AlertLineProps) {
  const { row, by, hasFocus, isChosen, isOpen, onFocus, onToggle, onOpen } = props;
  const { name, beside } = namesOf(row, by);
  const quiet = [beside, row.summary].filter(Boolean).join(' · ');
  const tabIndex = hasFocus ? 0 : -1;
  return (
    <div
      role="row"
      id={lineId(row.id)}
      className={styles.line}
      tabIndex={tabIndex}
      aria-selected={isChosen}
      aria-current={isOpen ? 'true' : undefined}
      data-taken={row.isTaken}
      onFocus={() => onFocus(row.id)}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('a, input') === null) onOpen(row.id);
      }}
    >
      <span role="gridcell" className={styles.check} data-print="off">
        <input
          type="checkbox"
          tabIndex={tabIndex}
          aria-label={`Select ${row.title} on ${row.workload}`}
          checked={isChosen}
          onChange={() => onToggle(row.id)}
        />
      </span>
      <span role="gridcell" className={styles.severity}>
        <SeverityMark severity={row.severity} />
      </span>
      <span role="gridcell" className={styles.what}>
        <span className={styles.name}>{name}</span>
        {quiet !== '' && <span className={styles.quiet}>{quiet}</span>}
      </span>
      <span role="gridcell" className={styles.marks}>
        <AlertMarks marks={row.marks} />
      </span>
      <span role="gridcell" className={styles.value} {...explained(row.valueExplanation)}>
        <strong>{row.value}</strong> <span className={styles.threshold}>{row.threshold}</span>
      </span>
      <span role="gridcell" className={styles.age} {...explained(row.ageExplanation)}>
        {row.age}
      </span>
      <span role="gridcell" className={styles.owner}>
        {row.owner ?? 'no owner'}
      </span>
      <span role="gridcell" className={styles.runbook} data-print="off">
        {row.runbook !== null && (
          <a
            href={row.runbook}
            target="_blank"
            rel="noreferrer"
            tabIndex={tabIndex}
            aria-label={`Runbook of ${row.title}`}
            {...explained('Runbook')}
          >
            <IconBook2 size={16} aria-hidden="true" />
          </a>
        )}
      </span>
    </div>
  );
});
