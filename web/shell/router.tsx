import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { readAlertsSearch } from '../alerts/alerts-search.ts';
import { readDecisionsSearch } from '../decisions/decisions-search.ts';
import { readHelpSearch } from '../help/help-search.ts';
import { readIngestSearch } from '../ingest/ingest-search.ts';
import { readPoliciesSearch } from '../policies/policies-search.ts';
import { PortfolioPage } from '../portfolio/portfolio-page.tsx';
import { readPortfolioSearch } from '../portfolio/portfolio-search.ts';
import { readRecordSearch } from '../record/record-search.ts';
import { readReviewsSearch } from '../reviews/reviews-search.ts';
import { readRulesSearch } from '../rules/rules-search.ts';
import { readSettingsSearch } from '../settings/settings-search.ts';
import { readSignInSearch } from '../sign-in/sign-in-search.ts';
import { readWorkloadSearch } from '../workload/workload-search.ts';
import { FaultPage, NotFoundPage } from './fault-page.tsx';
import { reach } from './reach.ts';
import { Shell } from './shell.tsx';
import { readAddress, writeAddress } from './address.ts';
import { ahead } from './ahead.ts';

interface RouterContext {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../sign-in/sign-in-page.tsx')),
    'SignInPage',
  ),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  loader: ({ context }) => ahead.shell(context.queries),
});

const portfolio = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: readPortfolioSearch,
  component: PortfolioPage,
  loader: ({ context }) => ahead.portfolio(context.queries),
});

const workload = createRoute({
  getParentRoute: () => shell,
  path: '/w/$id',
  validateSearch: readWorkloadSearch,
  loaderDeps: ({ search: { tab, range, signal, by, over } }) => ({ tab, range, signal, by, over }),
  // The page stands while it is still answered.
  loader: ({ context, params, deps }) =>
    void ahead.workload(context.queries, params.id, deps, Date.now()),
  component: lazyRouteComponent(
    () => reach(() => import('../workload/workload-page.tsx')),
    'WorkloadPage',
  ),
});

const ingest = createRoute({
  getParentRoute: () => shell,
  path: '/ingest',
  validateSearch: readIngestSearch,
  loader: ({ context }) => ahead.ingest(context.queries),
  component: lazyRouteComponent(
    () => reach(() => import('../ingest/ingest-page.tsx')),
    'IngestPage',
  ),
});

const policies = createRoute({
  getParentRoute: () => shell,
  path: '/policies',
  validateSearch: readPoliciesSearch,
  loader: ({ context }) => ahead.policies(context.queries),
  component: lazyRouteComponent(
    () => reach(() => import('../policies/policies-page.tsx')),
    'PoliciesPage',
  ),
});

const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  loader: ({ context }) => ahead.alerts(context.queries),
  component: lazyRouteComponent(
    () => reach(() => import('../alerts/alerts-page.tsx')),
    'AlertsPage',
  ),
});

const decisions = createRoute({
  getParentRoute: () => shell,
  path: '/decisions',
  validateSearch: readDecisionsSearch,
  loader: ({ context }) => ahead.decisions(context.queries),
  component: lazyRouteComponent(
    () => reach(() => import('../decisions/decisions-page.tsx')),
    'DecisionsPage',
  ),
});

const memo = createRoute({
  getParentRoute: () => shell,
  path: '/decisions/$id',
  component: lazyRouteComponent(
    () => reach(() => import('../decisions/memo-page.tsx')),
    'MemoPage',
  ),
});

const report = createRoute({
  getParentRoute: () => shell,
  path: '/report',
  component: lazyRouteComponent(
    () => reach(() => import('../report/report-page.tsx')),
    'ReportPage',
  ),
});

const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: readRulesSearch,
  loader: ({ context }) => ahead.rules(context.queries),
  component: lazyRouteComponent(() => reach(() => import('../rules/rules-page.tsx')), 'RulesPage'),
});

const reviews = createRoute({
  getParentRoute: () => shell,
  path: '/reviews',
  validateSearch: readReviewsSearch,
  loader: ({ context }) => ahead.reviews(context.queries),
  component: lazyRouteComponent(
    () => reach(() => import('../reviews/reviews-page.tsx')),
    'ReviewsPage',
  ),
});

const record = createRoute({
  getParentRoute: () => shell,
  path: '/record',
  validateSearch: readRecordSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => ahead.record(context.queries, deps),
  component: lazyRouteComponent(
    () => reach(() => import('../record/record-page.tsx')),
    'RecordPage',
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: readSettingsSearch,
  loaderDeps: ({ search: { tab } }) => ({ tab }),
  loader: ({ context, deps }) => ahead.settings(context.queries, deps),
  component: lazyRouteComponent(
    () => reach(() => import('../settings/settings-page.tsx')),
    'SettingsPage',
  ),
});

const help = createRoute({
  getParentRoute: () => shell,
  path: '/help',
  validateSearch: readHelpSearch,
  component: lazyRouteComponent(() => import('../help/help-page.tsx'), 'HelpPage'),
});

/** The pages and their addresses; what they ask is kept in `queries`. */
export function createPages(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      shell.addChildren([
        portfolio,
        workload,
        decisions,
        memo,
        report,
        alerts,
        rules,
        policies,
        reviews,
        ingest,
        record,
        settings,
        help,
      ]),
    ]),
    parseSearch: readAddress,
    stringifySearch: writeAddress,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: FaultPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}
