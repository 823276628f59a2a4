import {
  IconAlertTriangleFilled,
  IconBellRingingFilled,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { Severity } from '../api/alert-queries.ts';
import styles from './severity-mark.module.css';
import { SEVERITY_WORDS } from './severity-words.ts';

const ICONS = {
  page: IconBellRingingFilled,
  warn: IconAlertTriangleFilled,
  info: IconInfoCircle,
} as const;

/** How loud an alert is, as icon, word and colour. */
export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span className={styles.mark} data-severity={severity}>
      <SeverityIcon severity={severity} />
      {SEVERITY_WORDS[severity].word}
    </span>
  );
}

/** The icon of a loudness, beside a word that says it. */
export function SeverityIcon({ severity, size = 15 }: { severity: Severity; size?: number }) {
  const Icon = ICONS[severity];
  return <Icon size={size} aria-hidden="true" />;
}
