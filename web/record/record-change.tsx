import { Link } from '@tanstack/react-router';
import { CopyButton } from '../parts/copy-button.tsx';
import type { ChangeLine, RecordRow } from './build-record-row.ts';
import styles from './record-change.module.css';

/** One record whole: what was before and after, place by place. */
export function RecordChange({ row }: { row: RecordRow }) {
  return (
    <div className={styles.change}>
      <p className={styles.facts}>
        Record {row.sequence}, {row.instant}
        {row.workload !== null && (
          <>
            {', '}
            <Link to="/w/$id" params={{ id: row.workload }}>
              {row.workload}
            </Link>
          </>
        )}
      </p>
      {row.lines === null ? (
        <p className={styles.none}>
          A document was taken out, so what changed here cannot be read any more. Who did so and why
          is a record of its own.
        </p>
      ) : (
        row.lines.length > 0 && <Lines lines={row.lines} sequence={row.sequence} />
      )}
      <p className={styles.hash}>
        <span>Hash</span> <code>{row.hash}</code>
        <CopyButton text={row.hash} name="the hash" />
      </p>
    </div>
  );
}

function Lines({ lines, sequence }: { lines: readonly ChangeLine[]; sequence: string }) {
  // A first document has nothing before it, a deleted one nothing after.
  const hasBefore = lines.some(({ before }) => before !== null);
  const hasAfter = lines.some(({ after }) => after !== null);
  return (
    <table className={styles.table} aria-label={`What record ${sequence} changed`}>
      <thead>
        <tr>
          <th scope="col">Place</th>
          {hasBefore && <th scope="col">Before</th>}
          {hasAfter && <th scope="col">After</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            {hasBefore && <Side name="Before" text={before} />}
            {hasAfter && <Side name="After" text={after} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Side({ name, text }: { name: 'Before' | 'After'; text: string | null }) {
  return (
    <td data-name={name} className={styles.side} data-there={text !== null}>
      {text === null ? <span className={styles.absent}>not there</span> : <span>{text}</span>}
    </td>
  );
}
