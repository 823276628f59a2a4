import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reviewsQuery } from '../api/review-queries.ts';
import { formatDay, instantMs } from '../format/time.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { AgendaList } from './agenda-list.tsx';
import { CadenceForm } from './cadence-form.tsx';
import { HeldReviews } from './held-reviews.tsx';
import { HoldForm } from './hold-form.tsx';
import styles from './review-sheet.module.css';

/** One workload's next review: its agenda, where notes are written, and the reviews before. */
export function ReviewSheet({ id, nowMs }: { id: string; nowMs: number }) {
  const reviews = useQuery(reviewsQuery(id));
  return (
    <Part name="The review" query={reviews} skeleton={<Skeleton height="30rem" />}>
      {({ due, agenda, items }) => (
        <div className={styles.sheet}>
          <section className={styles.panel} aria-labelledby="agenda-title">
            <header className={styles.head}>
              <h2 id="agenda-title">{due.title}: agenda</h2>
              <p>
                What changed since {formatDay(instantMs(agenda.since), nowMs)}
                {due.last_held === null ? ', with no review before' : ', the last review'}.{' '}
                <Link to="/w/$id" params={{ id }}>
                  Open the workload
                </Link>
              </p>
            </header>
            <AgendaList items={agenda.items} />
          </section>
          {due.cadence === null && <CadenceForm id={id} />}
          <HoldForm id={id} />
          <HeldReviews items={items} nowMs={nowMs} />
        </div>
      )}
    </Part>
  );
}
