import { routedLabels } from '../../alerts/labels/alert-labels.ts';
import { compileMatchers, matcherDocument } from '../../alerts/labels/matcher.ts';
import { takeRoutes } from '../../alerts/labels/take-routes.ts';
import type { AlertItem } from '../api/alert-queries.ts';
import type { RoutesDraft } from './route-draft.ts';
import { tellWhere } from './tell-route.ts';

/** Which way an alert would take. */
export interface TakenRoute {
  /** From 1, in the order that routes are asked. */
  readonly number: number;
  readonly where: string;
}

/** The routes that an alert would take as they are written now; null while one is not whole. */
export function routesOfAlert(
  alert: Pick<AlertItem, 'labels' | 'severity'>,
  { routes }: Pick<RoutesDraft, 'routes'>,
): readonly TakenRoute[] | null {
  const areWhole = routes.every(({ matchers }) =>
    matchers.every((matcher) => matcherDocument.safeParse(matcher).success),
  );
  if (!areWhole) return null;
  const labels = routedLabels(alert);
  return takeRoutes(
    [...routes.entries()],
    ([, { matchers }]) => compileMatchers(matchers)(labels),
    ([, route]) => route.continue,
  ).map(([index, route]) => ({ number: index + 1, where: tellWhere(route) }));
}
