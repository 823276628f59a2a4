/** The part of the address that says what the reviews page shows. */
export interface ReviewsSearch {
  /** The workload whose agenda is open; absent: the calendar alone. */
  workload?: string | undefined;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readReviewsSearch(raw: Record<string, unknown>): ReviewsSearch {
  const { workload } = raw;
  return typeof workload === 'string' && SLUG.test(workload) ? { workload } : {};
}
