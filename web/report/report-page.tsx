import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { portfolioQuery } from '../api/queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { buildReport } from './build-report.ts';
import { ReportView } from './report-view.tsx';
import styles from './report.module.css';

/** The portfolio on one page, to be printed or kept as PDF. */
export function ReportPage() {
  const portfolio = useQuery(portfolioQuery);
  const nowMs = useNow();
  usePageTitle('Portfolio report');
  return (
    <>
      <nav className={styles.path} aria-label="Path" data-print="off">
        <Link to="/">
          <span aria-hidden="true">← </span>Portfolio
        </Link>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPrinter size={15} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          Print or save as PDF
        </Button>
      </nav>
      {portfolio.data === undefined && <h1 className="hidden-visually">Portfolio report</h1>}
      <Part name="The portfolio" query={portfolio} skeleton={<Skeleton height="40rem" />}>
        {({ items, at }) =>
          items.length === 0 ? (
            <>
              <h1>There is nothing to report yet.</h1>
              <p>
                A workload appears with its first event; <Link to="/ingest">Ingest</Link> shows how
                to send it.
              </p>
            </>
          ) : (
            <ReportView report={buildReport(items, nowMs)} at={at} />
          )
        }
      </Part>
    </>
  );
}
