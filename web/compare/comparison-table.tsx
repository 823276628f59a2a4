import {
  IconDots,
  IconThumbDownFilled,
  IconThumbUpFilled,
  IconTilde,
  type Icon,
} from '@tabler/icons-react';
import type { ComparisonVerdict } from '../../signals/compare.ts';
import { Explain, explained } from '../parts/explain.tsx';
import type { ComparedCell, ComparisonRow } from './build-comparison-row.ts';
import styles from './comparison-table.module.css';

const LOOK: Readonly<Record<ComparisonVerdict, { word: string; Icon: Icon }>> = {
  better: { word: 'Better', Icon: IconThumbUpFilled },
  worse: { word: 'Worse', Icon: IconThumbDownFilled },
  no_clear_difference: { word: 'No clear difference', Icon: IconTilde },
  too_few: { word: 'Too few', Icon: IconDots },
  not_applicable: { word: 'Not applicable', Icon: IconDots },
};

interface ComparisonTableProps {
  rows: readonly ComparisonRow[];
  before: string;
  after: string;
}

/** Both sides of each signal, the difference with its interval, and what it shows. */
export function ComparisonTable({ rows, before, after }: ComparisonTableProps) {
  return (
    <table className={styles.table} role="table">
      <caption className="hidden-visually">
        Signals of {before} and {after}, with their differences
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <Heading name="Signal" />
          <Heading name={before} />
          <Heading name={after} />
          <Heading name="Difference" />
          <Heading name="Its interval around 0" />
          <Heading name="What it shows" />
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.signal} row={row} before={before} after={after} />
        ))}
      </tbody>
    </table>
  );
}

const Heading = ({ name }: { name: string }) => (
  <th role="columnheader" scope="col">
    {name}
  </th>
);

function Row({ row, before, after }: { row: ComparisonRow; before: string; after: string }) {
  const { word, Icon } = LOOK[row.verdict];
  return (
    <tr role="row" className={styles.row}>
      <th role="rowheader" scope="row" className={styles.name}>
        {row.title}
        {row.role === 'advisory' && (
          <span className={styles.role} {...explained('Shown, but never decides.')}>
            advisory
          </span>
        )}
      </th>
      <Side name={before} cell={row.before} />
      <Side name={after} cell={row.after} />
      <td role="cell" data-name="Difference" className={styles.difference}>
        <Explain text={row.explanation}>
          {row.span === null ? (
            <span className={styles.missing}>not known</span>
          ) : (
            <>
              <span className={styles.number}>{row.difference}</span>{' '}
              <span className={styles.bounds}>{row.bounds}</span>
            </>
          )}
        </Explain>
      </td>
      <td role="cell" className={styles.bar}>
        {row.span && <DifferenceBar row={row} span={row.span} />}
      </td>
      <td role="cell" className={styles.verdict} data-verdict={row.verdict}>
        <Icon size={15} aria-hidden="true" /> {word}
      </td>
    </tr>
  );
}

function Side({ name, cell }: { name: string; cell: ComparedCell }) {
  return (
    <td role="cell" data-name={name}>
      <Explain text={cell.explanation}>
        <span className={cell.isKnown ? styles.number : styles.missing}>{cell.value}</span>{' '}
        <span className={styles.bounds}>{cell.bounds}</span>
      </Explain>
    </td>
  );
}

const percent = (at: number): number => 50 + at * 50;

function DifferenceBar({
  row,
  span,
}: {
  row: ComparisonRow;
  span: NonNullable<ComparisonRow['span']>;
}) {
  return (
    <span className={styles.track} aria-hidden="true" data-verdict={row.verdict}>
      <span
        className={styles.span}
        style={{
          left: `${percent(span.from)}%`,
          width: `${Math.max(1, percent(span.to) - percent(span.from))}%`,
        }}
      />
      <span className={styles.zero} />
      <span className={styles.point} style={{ left: `${percent(span.at)}%` }} />
    </span>
  );
}
