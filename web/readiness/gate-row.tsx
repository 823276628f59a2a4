import { IconCircleCheckFilled, IconCircleDashed, IconSignature } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { GateLine } from './build-readiness.ts';
import { GateDetail } from './gate-detail.tsx';
import styles from './gate-row.module.css';

interface GateRowProps {
  id: string;
  line: GateLine;
  isOpen: boolean;
  nowMs: number;
}

/** One gate: its state and why in a line, everything behind it where it is opened. */
export function GateRow({ id, line, isOpen, nowMs }: GateRowProps) {
  const { item, when, summary, isYours } = line;
  const isPassed = item.state === 'passed';
  const Icon = isPassed ? IconCircleCheckFilled : IconCircleDashed;
  return (
    <li className={styles.gate} data-state={item.state}>
      <Link
        from="/w/$id"
        to="/w/$id"
        params={{ id }}
        search={(before) => ({ ...before, gate: isOpen ? undefined : item.gate })}
        activeProps={{}}
        resetScroll={false}
        replace
        className={styles.line}
        aria-expanded={isOpen}
        role="button"
        onKeyDown={(event) => {
          if (event.key !== ' ') return;
          event.preventDefault();
          event.currentTarget.click();
        }}
      >
        <Icon size={18} className={styles.icon} aria-hidden="true" />
        <span className={styles.text}>
          <span className={styles.title}>
            {item.title}
            <span className="hidden-visually">, {isPassed ? 'passed' : 'open'}</span>
          </span>
          <span className={styles.summary}>{summary}</span>
        </span>
        <span className={styles.marks}>
          {isYours && (
            <span className={styles.yours}>
              <IconSignature size={14} aria-hidden="true" /> Yours to sign
            </span>
          )}
          {item.required && <span className={styles.required}>Scale needs it</span>}
          <span className={styles.when}>{when}</span>
        </span>
      </Link>
      {isOpen && <GateDetail id={id} item={item} nowMs={nowMs} />}
    </li>
  );
}
