import {
  IconArrowDownRight,
  IconArrowUpRight,
  IconDots,
  IconEqualNot,
  type Icon,
} from '@tabler/icons-react';
import type { ComparisonVerdict } from '../../signals/compare.ts';
import { Explain } from '../parts/explain.tsx';
import type { ComparisonRow } from './build-comparison.ts';
import styles from './comparison-table.module.css';

const LOOK: Readonly<Record<ComparisonVerdict, { word: string; Icon: Icon }>> = {
  better: { word: 'Better', Icon: IconArrowUpRight },
  worse: { word: 'Worse', Icon: IconArrowDownRight },
  no_clear_difference: { word: 'No clear difference', Icon: IconEqualNot },
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
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
          <th scope="col">Difference</th>
          <th scope="col" aria-label="Interval of the difference" />
          <th scope="col">Shown</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.signal} row={row} before={before} after={after} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, before, after }: { row: ComparisonRow; before: string; after: string }) {
  const { word, Icon } = LOOK[row.verdict];
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.name}>
        {row.title}
        {row.isRequired && <span className={styles.role}>required</span>}
      </th>
      <td data-name={before}>
        <Explain text={row.before.explanation}>
          {row.before.value} <span className={styles.bounds}>{row.before.bounds}</span>
        </Explain>
      </td>
      <td data-name={after}>
        <Explain text={row.after.explanation}>
          {row.after.value} <span className={styles.bounds}>{row.after.bounds}</span>
        </Explain>
      </td>
      <td data-name="Difference">
        <Explain text={row.explanation}>
          {row.difference || '—'} <span className={styles.bounds}>{row.bounds}</span>
        </Explain>
      </td>
      <td className={styles.bar}>{row.span && <DifferenceBar row={row} span={row.span} />}</td>
      <td className={styles.verdict} data-verdict={row.verdict}>
        <Icon size={15} aria-hidden="true" /> {word}
      </td>
    </tr>
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
