/**
 * The routes that an alert takes, in their order: the first that means it, and further ones while they
 * say that later ones are asked too.
 * @param isMeant whether a route means the alert
 * @param continues whether later routes are asked even though this one is taken
 * @example takeRoutes([1, 2, 3], (one) => one > 1, () => false) // [2]
 */
export function takeRoutes<Route>(
  routes: readonly Route[],
  isMeant: (route: Route) => boolean,
  continues: (route: Route) => boolean,
): Route[] {
  const taken: Route[] = [];
  for (const route of routes) {
    if (!isMeant(route)) continue;
    taken.push(route);
    if (!continues(route)) break;
  }
  return taken;
}
