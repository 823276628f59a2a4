import '../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { policiesQuery, policyUseQuery } from '../api/policy-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { buildPolicyList } from './build-policy-list.ts';
import styles from './policies-page.module.css';
import type { PoliciesSearch } from './policies-search.ts';
import { PolicyList } from './policy-list.tsx';
import { PolicyView } from './policy-view.tsx';

const route = getRouteApi('/shell/policies');

/** What decides about each workload, what would follow from a change, and how it came to be. */
export function PoliciesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const policies = useQuery(policiesQuery);
  const use = useQuery(policyUseQuery);
  usePageTitle('Policies');
  const onSearch = (change: PoliciesSearch): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <header className={styles.header}>
        <h1 className={styles.headline} tabIndex={-1}>
          Policies
        </h1>
        <p className={styles.lead}>
          What every workload has to show before it may scale. Change a limit and see, before
          anything is saved, which workloads would have had another verdict, and when.
        </p>
      </header>
      <Part name="The policies" query={policies} skeleton={<Skeleton height="30rem" />}>
        {(documents) => {
          const list = buildPolicyList(documents, use.data ?? null);
          const isKnown = documents.some(({ id }) => id === search.policy);
          const shown = isKnown ? search.policy : list[0]?.id;
          return (
            <div className={styles.columns}>
              <PolicyList items={list} shown={shown ?? null} />
              <div className={styles.opened}>
                {search.policy !== undefined && !isKnown && (
                  <p className={styles.unknown} role="status">
                    There is no policy “{search.policy}”. This is the first of those there are.
                  </p>
                )}
                {shown !== undefined && (
                  <PolicyView
                    key={shown}
                    id={shown}
                    documents={documents}
                    search={search}
                    onSearch={onSearch}
                  />
                )}
              </div>
            </div>
          );
        }}
      </Part>
    </>
  );
}
