import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { SearchField } from '../parts/search-field.tsx';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import { VERDICT_LOOK, VERDICT_ORDER } from '../theme/verdict-look.ts';
import styles from './portfolio-controls.module.css';

interface PortfolioControlsProps {
  verdicts: readonly Verdict[];
  text: string;
  /** How many of how many rows are shown. */
  count: string;
  onToggle: (verdict: Verdict) => void;
  onText: (text: string) => void;
  /** Columns, export. */
  children: ReactNode;
}

/** Which rows are shown, and the way to take them along. */
export function PortfolioControls(props: PortfolioControlsProps) {
  const { verdicts, text, count, onToggle, onText, children } = props;
  return (
    <div className={styles.controls} role="search" aria-label="Workloads" data-print="off">
      <fieldset className={styles.verdicts}>
        <legend className="hidden-visually">Show only these verdicts</legend>
        {VERDICT_ORDER.map((verdict) => (
          <button
            key={verdict}
            type="button"
            className={styles.verdict}
            aria-pressed={verdicts.includes(verdict)}
            onClick={() => onToggle(verdict)}
          >
            <VerdictShapeIcon verdict={verdict} size={11} />
            {VERDICT_LOOK[verdict].word}
          </button>
        ))}
      </fieldset>
      <SearchField
        label="Filter by name or owner"
        placeholder="Filter by name or owner"
        className={styles['search']!}
        text={text}
        onText={onText}
      />
      <p className={styles.count} role="status">
        {count}
      </p>
      {children}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFileText size={15} aria-hidden="true" />}
        renderRoot={(root) => <Link {...root} to="/report" />}
      >
        Report
      </Button>
    </div>
  );
}
