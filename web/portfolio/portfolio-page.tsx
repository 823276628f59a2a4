import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { portfolioQuery } from '../api/queries.ts';
import { Part } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { codePart } from '../shell/code-part.ts';
import { later } from '../shell/later.tsx';
import { PortfolioSkeleton } from './portfolio-skeleton.tsx';
import { PortfolioView } from './portfolio-view.tsx';

const FirstRun = later(
  codePart(async () => (await import('../first-run/first-run-page.tsx')).FirstRunPage),
  <PortfolioSkeleton />,
);

const route = getRouteApi('/shell/');

/** The portfolio, or the way to a first event while there is none. */
export function PortfolioPage() {
  usePageTitle('Portfolio');
  const query = useQuery(portfolioQuery);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  // Nothing stood before the page that the browser loaded.
  const [isFirstPage] = useState(() => router.state.resolvedLocation === undefined);
  return (
    <>
      {query.data === undefined && <h1 className="hidden-visually">Portfolio</h1>}
      <Part name="The portfolio" query={query} skeleton={<PortfolioSkeleton />}>
        {({ items, at }) =>
          items.length === 0 ? (
            <FirstRun />
          ) : (
            <PortfolioView
              items={items}
              at={at}
              search={search}
              isFirstPage={isFirstPage}
              onSearch={(change) =>
                void navigate({
                  search: (before) => ({ ...before, ...change }),
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          )
        }
      </Part>
    </>
  );
}
