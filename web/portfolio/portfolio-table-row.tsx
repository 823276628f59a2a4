import { memo } from 'react';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { AxisMarks } from '../parts/axis-marks.tsx';
import { Explain, explained } from '../parts/explain.tsx';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import { buildPortfolioRow, type Figure } from './build-portfolio-row.ts';
import styles from './portfolio-table.module.css';

interface PortfolioTableRowProps {
  item: PortfolioItem;
  nowMs: number;
  hasAlerts: boolean;
}

/** One workload. The whole row leads to its page; the table follows its link for all rows. */
export const PortfolioTableRow = memo(function PortfolioTableRow(props: PortfolioTableRowProps) {
  const { item, nowMs, hasAlerts } = props;
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
      <td role="cell" className={styles.verdict}>
        <VerdictBadge verdict={row.verdict} />
        <p className={styles.aside} {...explained(row.since.explanation)}>
          {row.since.isMissing ? 'not published yet' : row.since.text}
        </p>
        {row.pending !== null && (
          <Explain text={row.pending.explanation} className={styles.pending}>
            <VerdictWord verdict={row.pending.verdict} /> {row.pending.when}
          </Explain>
        )}
      </td>
      <td role="cell" className={styles.axes}>
        <AxisMarks axes={row.axes} />
      </td>
      <FigureCell name="Value / mo" figure={row.value} />
      <FigureCell name="Cost / mo" figure={row.cost} />
      <FigureCell name="ROI" figure={row.roi} isFocusable />
      <FigureCell name="Exposure" figure={row.exposure} />
      <FigureCell
        name="Decision due"
        figure={row.due}
        isBad={row.due.isOverdue}
        note={row.due.isAwaiting ? 'awaiting signatures' : undefined}
      />
      {hasAlerts && <FigureCell name="Alerts" figure={row.alerts} isBad={row.alerts.isFiring} />}
    </tr>
  );
});

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
