import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.ts';
import { allReviewsKey, changeActions, type HeldReview } from '../api/review-queries.ts';
import { daysUntil, formatCalendarDay, formatMoment, instantMs } from '../format/time.ts';
import { AgendaList } from './agenda-list.tsx';
import styles from './review-sheet.module.css';

/** Reviews that were held, the latest first, with their actions to close. */
export function HeldReviews({ items, nowMs }: { items: readonly HeldReview[]; nowMs: number }) {
  if (items.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="held-title">
      <h2 id="held-title">Held before</h2>
      {items.map((review) => (
        <Held key={review.id} review={review} nowMs={nowMs} />
      ))}
    </section>
  );
}

function Held({ review, nowMs }: { review: HeldReview; nowMs: number }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (actions: HeldReview['actions']) => changeActions(review, actions),
    onSettled: () => queries.invalidateQueries({ queryKey: allReviewsKey }),
  });
  return (
    <article className={styles.held}>
      <h3>
        {formatMoment(instantMs(review.held_at), nowMs)}
        <small> {review.attendees.join(', ')}</small>
      </h3>
      <p className={styles.notes}>{review.notes}</p>
      {review.actions.map((action, index) => (
        <label key={action.what} className={styles.close} data-done={action.done}>
          <input
            type="checkbox"
            checked={action.done}
            disabled={change.isPending}
            onChange={(event) => {
              const done = event.currentTarget.checked;
              change.mutate(review.actions.with(index, { ...action, done }));
            }}
          />
          <span>
            {action.what} <small>{tellAction(action, nowMs)}</small>
          </span>
        </label>
      ))}
      {change.isError && (
        <p role="alert" className={styles.fault}>
          {change.error instanceof ApiError ? change.error.message : 'It could not be saved.'}
        </p>
      )}
      <details>
        <summary>Agenda of that day</summary>
        <AgendaList items={review.agenda} />
      </details>
    </article>
  );
}

function tellAction({ owner, due, done }: HeldReview['actions'][number], nowMs: number): string {
  const until = `${owner}, until ${formatCalendarDay(due, nowMs)}`;
  if (done) return `${until}, done`;
  return daysUntil(due, nowMs) < 0 ? `${until}, late` : until;
}
