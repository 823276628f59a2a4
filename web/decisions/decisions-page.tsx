import '../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { decisionsQuery } from '../api/decision-queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import styles from './decisions-page.module.css';
import { OverdueBanner } from './overdue-banner.tsx';
import { RegisterView } from './register-view.tsx';

const route = getRouteApi('/shell/decisions');

/** The register: every decision, who signed it, and how it turned out. */
export function DecisionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const decisions = useQuery(decisionsQuery);
  const nowMs = useNow();
  usePageTitle('Decisions');
  return (
    <>
      <header className={styles.header}>
        <h1 className={styles.headline} tabIndex={-1}>
          Decisions
        </h1>
        <p className={styles.lead}>
          Every verdict that was accepted or overruled: overdue first, then those that wait for
          signatures, then the newest. Each is scored two weeks after it came in force.
        </p>
      </header>
      <OverdueBanner />
      <Part name="The decisions" query={decisions} skeleton={<Skeleton height="30rem" />}>
        {({ items, next }) => (
          <RegisterView
            items={items}
            isCut={next !== null}
            search={search}
            nowMs={nowMs}
            onSearch={(change) =>
              void navigate({
                search: (before) => ({ ...before, ...change }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        )}
      </Part>
    </>
  );
}
