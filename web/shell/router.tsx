import {
  createRootRoute,
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

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../sign-in/sign-in-page.tsx')),
    'SignInPage',
  ),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const portfolio = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: readPortfolioSearch,
  component: PortfolioPage,
});

const workload = createRoute({
  getParentRoute: () => shell,
  path: '/w/$id',
  validateSearch: readWorkloadSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../workload/workload-page.tsx')),
    'WorkloadPage',
  ),
});

const ingest = createRoute({
  getParentRoute: () => shell,
  path: '/ingest',
  validateSearch: readIngestSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../ingest/ingest-page.tsx')),
    'IngestPage',
  ),
});

const policies = createRoute({
  getParentRoute: () => shell,
  path: '/policies',
  validateSearch: readPoliciesSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../policies/policies-page.tsx')),
    'PoliciesPage',
  ),
});

const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../alerts/alerts-page.tsx')),
    'AlertsPage',
  ),
});

const decisions = createRoute({
  getParentRoute: () => shell,
  path: '/decisions',
  validateSearch: readDecisionsSearch,
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
  component: lazyRouteComponent(() => reach(() => import('../rules/rules-page.tsx')), 'RulesPage'),
});

const reviews = createRoute({
  getParentRoute: () => shell,
  path: '/reviews',
  validateSearch: readReviewsSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../reviews/reviews-page.tsx')),
    'ReviewsPage',
  ),
});

const record = createRoute({
  getParentRoute: () => shell,
  path: '/record',
  validateSearch: readRecordSearch,
  component: lazyRouteComponent(
    () => reach(() => import('../record/record-page.tsx')),
    'RecordPage',
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: readSettingsSearch,
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

export const router = createRouter({
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
  defaultPreload: 'intent',
  defaultErrorComponent: FaultPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
