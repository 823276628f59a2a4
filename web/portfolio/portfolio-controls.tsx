import { Button, TextInput } from '@mantine/core';
import { IconDownload, IconFileText, IconSearch, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Verdict } from '../../decisions/policy/policy.ts';
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
  onExport: () => void;
}

/** Which rows are shown, and the way to take them along. */
export function PortfolioControls(props: PortfolioControlsProps) {
  const { verdicts, text, count, onToggle, onText, onExport } = props;
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
      <SearchField text={text} onText={onText} />
      <p className={styles.count} role="status">
        {count}
      </p>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={15} aria-hidden="true" />}
        onClick={onExport}
      >
        Export CSV
      </Button>
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

/** Long enough to type a word, short enough to feel immediate. */
const TYPING_PAUSE_MS = 150;

function SearchField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [told, setTold] = useState(text);
  if (told !== text) {
    setTold(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = window.setTimeout(() => onText(typed), TYPING_PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <TextInput
      className={styles['search']!}
      size="xs"
      type="search"
      aria-label="Filter by name or owner"
      placeholder="Filter by name or owner"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      rightSection={
        typed !== '' && (
          <button
            type="button"
            className={styles.clear}
            aria-label="Clear the filter"
            onClick={() => setTyped('')}
          >
            <IconX size={14} aria-hidden="true" />
          </button>
        )
      }
    />
  );
}
