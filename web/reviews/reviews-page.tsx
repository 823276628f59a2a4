import '../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { calendarQuery } from '../api/review-queries.ts';
import { OverdueBanner } from '../decisions/overdue-banner.tsx';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { buildCalendarRow } from './build-calendar-row.ts';
import { CalendarList } from './calendar-list.tsx';
import { ReviewSheet } from './review-sheet.tsx';
import styles from './reviews-page.module.css';

const route = getRouteApi('/shell/reviews');

/** The calendar of business reviews, and the sheet of the one that is open. */
export function ReviewsPage() {
  const { workload } = route.useSearch();
  const nowMs = useNow();
  const calendar = useQuery(calendarQuery);
  usePageTitle('Reviews');
  return (
    <>
      <header className={styles.header}>
        <h1 tabIndex={-1}>Reviews</h1>
        <p className={styles.lead}>
          When people next sit down over a workload, overdue ones first. The agenda is made from
          what changed since the last time; notes, actions and the next date are kept on the record.
        </p>
      </header>
      <OverdueBanner />
      <div className={styles.columns} data-open={workload !== undefined}>
        <Part name="The calendar" query={calendar} skeleton={<Skeleton height="20rem" />}>
          {(items) => (
            <CalendarList
              rows={items.map((item) => buildCalendarRow(item, nowMs))}
              shown={workload ?? null}
            />
          )}
        </Part>
        {workload !== undefined && <ReviewSheet key={workload} id={workload} nowMs={nowMs} />}
      </div>
    </>
  );
}
