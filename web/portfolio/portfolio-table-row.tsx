import { memo } from 'react';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { AxisMarks } from '../parts/axis-marks.tsx';
import { Explain, explained } from '../parts/explain.tsx';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import { buildPortfolioRow, type Figure, type PortfolioRow } from './build-portfolio-row.ts';
import type { PortfolioKey } from './portfolio-columns.ts';
import styles from './portfolio-table.module.css';

interface PortfolioTableRowProps {
  item: PortfolioItem;
  /** Whether the line is from before the server's start. */
  isOld: boolean;
  nowMs: number;
  shown: ReadonlySet<PortfolioKey>;
}

/** One workload. The whole row leads to its page; the table follows its link for all rows. */
export const PortfolioTableRow = memo(function PortfolioTableRow(props: PortfolioTableRowProps) {
  const { item, isOld, nowMs, shown } = props;
  const row = buildPortfolioRow(item, nowMs);
  return (
    <tr role="row" className={styles.row}>
      <th role="rowheader" scope="row" className={styles.workload}>
        <a href={`/w/${row.id}`} className={styles.title} data-row={row.id}>
          {row.title}
        </a>
        {row.stage !== null && <span className={styles.stage}>{row.stage}</span>}
        <p className={styles.sentence}>{row.sentence}</p>
      </th>
      {shown.has('verdict') && <VerdictCell row={row} asOf={isOld ? item.assessed_at : null} />}
      {shown.has('axes') && (
        <td role="cell" className={styles.axes}>
          <AxisMarks axes={row.axes} />
        </td>
      )}
      {shown.has('value') && <FigureCell name="Value / mo" figure={row.value} />}
      {shown.has('cost') && <FigureCell name="Cost / mo" figure={row.cost} />}
      {shown.has('roi') && <FigureCell name="ROI" figure={row.roi} isFocusable />}
      {shown.has('exposure') && <FigureCell name="Exposure" figure={row.exposure} />}
      {shown.has('due') && (
        <FigureCell
          name="Decision due"
          figure={row.due}
          isBad={row.due.isOverdue}
          note={row.due.isAwaiting ? 'awaiting signatures' : undefined}
        />
      )}
      {shown.has('alerts') && (
        <FigureCell name="Alerts" figure={row.alerts} isBad={row.alerts.isFiring} />
      )}
    </tr>
  );
});

function VerdictCell({ row, asOf }: { row: PortfolioRow; asOf: string | null }) {
  return (
    <td role="cell" className={styles.verdict}>
      <VerdictBadge verdict={row.verdict} />
      <p className={styles.aside} {...explained(row.since.explanation)}>
        {row.since.isMissing ? 'not published yet' : row.since.text}
      </p>
      {asOf !== null && <p className={styles.aside}>as of {formatInstant(instantMs(asOf))}</p>}
      {row.pending !== null && (
        <Explain text={row.pending.explanation} className={styles.pending}>
          <VerdictWord verdict={row.pending.verdict} /> {row.pending.when}
        </Explain>
      )}
    </td>
  );
}

interface FigureCellProps {
  name: string;
  figure: Figure;
  isBad?: boolean;
  isFocusable?: boolean;
  note?: string | undefined;
}

function FigureCell({ name, figure, isBad = false, isFocusable = false, note }: FigureCellProps) {
  const { text, aside, explanation, isMissing } = figure;
  const content = (
    <>
      <span data-missing={isMissing}>{text}</span>
      {isMissing && <span className="hidden-visually"> not known</span>}
    </>
  );
  return (
    <td role="cell" className={styles.figure} data-name={name} data-bad={isBad}>
      {isFocusable ? (
        <Explain text={explanation}>{content}</Explain>
      ) : (
        <span className={styles.hover} {...explained(explanation)}>
          {content}
        </span>
      )}
      {aside !== '' && <span className={styles.aside}>{aside}</span>}
      {note !== undefined && <span className={styles.aside}>{note}</span>}
    </td>
  );
}
