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
      {row.reason !== '' && <p className={styles.reason}>“{row.reason}”</p>}
      {row.lines === null ? (
        <p className={styles.none}>
          The document was taken out, so nobody can read any more what changed. That it was, by whom
          and why, is a record of its own.
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
  return (
    <table className={styles.table} aria-label={`What record ${sequence} changed`}>
      <thead>
        <tr>
          <th scope="col">Place</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <Side name="Before" text={before} />
            <Side name="After" text={after} />
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
