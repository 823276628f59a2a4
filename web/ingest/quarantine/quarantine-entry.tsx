import { explained } from '../../parts/explain.tsx';
import type { QuarantineRow } from './build-quarantine-row.ts';
import styles from './quarantine-entry.module.css';

interface QuarantineEntryProps {
  row: QuarantineRow;
  isChosen: boolean;
  onToggle: () => void;
}

/** One refused event: what it claims to be, what is wrong where, and what was sent. */
export function QuarantineEntry({ row, isChosen, onToggle }: QuarantineEntryProps) {
  const name = `${row.kind ?? 'event'} of ${row.workload ?? 'no workload'}, ${row.when}`;
  return (
    <li className={styles.entry} data-chosen={isChosen}>
      <input
        type="checkbox"
        className={styles.box}
        aria-label={`Choose the ${name}`}
        checked={isChosen}
        disabled={row.hindrance !== null}
        onChange={onToggle}
        data-print="off"
      />
      <div className={styles.what}>
        <p className={styles.claim}>
          <strong>{row.workload ?? <span className={styles.quiet}>no workload named</span>}</strong>{' '}
          <span className={styles.kind}>{row.kind ?? 'no kind named'}</span>
        </p>
        <ul>
          {row.reasons.map(({ path, message }, index) => (
            <li key={index} className={styles.reason}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
        {row.hindrance !== null && (
          <p className={styles.hindrance}>
            Cannot be replayed{row.hindrance === '' ? '' : `: ${row.hindrance}`}.
          </p>
        )}
        <details className={styles.body}>
          <summary>
            What was sent <span className={styles.quiet}>{row.size}</span>
          </summary>
          <pre tabIndex={0} role="region" aria-label={`Body of the ${name}`}>
            {row.body}
          </pre>
        </details>
      </div>
      <p className={styles.when} {...explained(row.explanation)}>
        {row.when}
      </p>
    </li>
  );
}
