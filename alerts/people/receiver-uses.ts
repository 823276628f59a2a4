import type { RoutesDocument } from './route-document.ts';

/**
 * Where the routes name a receiver, as paths of their document; none: it may go.
 * @example receiverUses({ id: 'routes', routes: [], inhibit: [] }, 'ops-hook') // []
 */
export function receiverUses({ routes }: RoutesDocument, receiver: string): string[] {
  return routes.flatMap((route, index) => [
    ...(route.receiver === receiver ? [`routes.${index}.receiver`] : []),
    ...route.escalate.flatMap((step, at) =>
      step.receiver === receiver ? [`routes.${index}.escalate.${at}.receiver`] : [],
    ),
  ]);
}
