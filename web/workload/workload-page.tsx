import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { signingQuery } from '../api/decision-queries.ts';
import { assessmentQuery, workloadQuery } from '../api/queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import styles from './workload-page.module.css';
import { WorkloadView } from './workload-view.tsx';

const route = getRouteApi('/shell/w/$id');

/** One workload: its verdict, what made it, and what would change it. */
export function WorkloadPage() {
  const { id } = route.useParams();
  const search = route.useSearch();
  const nowMs = useNow();
  const assessment = useQuery(assessmentQuery(id));
  const record = useQuery(workloadQuery(id));
  const signing = useQuery(signingQuery(id));
  usePageTitle(record.data?.title ?? id);
  if (assessment.error instanceof ApiError && assessment.error.status === 404)
    return <Unknown id={id} />;
  return (
    <>
      <nav className={styles.path} aria-label="Path" data-print="off">
        <Link to="/">
          <span aria-hidden="true">← </span>Portfolio
        </Link>
      </nav>
      {assessment.data === undefined && (
        <h1 className="hidden-visually">{record.data?.title ?? id}</h1>
      )}
      <Part name="The assessment" query={assessment} skeleton={<WorkloadSkeleton />}>
        {(known) => (
          <WorkloadView
            assessment={known}
            record={record.data ?? null}
            dates={signing.data ?? null}
            search={search}
            nowMs={nowMs}
          />
        )}
      </Part>
    </>
  );
}

function Unknown({ id }: { id: string }) {
  return (
    <div className={styles.unknown}>
      <h1>There is no workload “{id}”.</h1>
      <p>
        A workload appears with its first event. All of them are on the{' '}
        <Link to="/">portfolio</Link>.
      </p>
    </div>
  );
}

function WorkloadSkeleton() {
  return (
    <div className={styles.skeleton}>
      <Skeleton height="1.4rem" width="14rem" />
      <Skeleton height="2rem" width="10rem" />
      <Skeleton height="4.5rem" width="min(52rem, 100%)" />
      <Skeleton height="6rem" />
      <Skeleton height="26rem" />
    </div>
  );
}
