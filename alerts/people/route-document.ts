import { z } from 'zod';
import { durationMs, durationText } from '../../core/duration.ts';
import type { FieldError } from '../../core/errors.ts';
import { parseDocument } from '../../core/parse-document.ts';
import { inhibitionDocument } from './inhibition.ts';
import { labelName, matcherDocument, slug } from '../labels/matcher.ts';
import { muteDocument } from './mute-schedule.ts';

/** A duration above zero and up to thirty days. */
const pace = durationText.refine(
  (text) =>
    /^\d{1,5}[smhd]$/.test(text) && durationMs(text) > 0 && durationMs(text) <= 2_592_000_000,
  { error: 'expected a duration from 1s to 30d' },
);

/** Where alerts go that have certain labels. */
export const routeDocument = z.strictObject({
  /** Labels and the value each of them has to have. */
  match: z.record(labelName, z.string().max(500)).default({}),
  matchers: z.array(matcherDocument).max(20).default([]),
  /** Alerts that are equal in these are told together. */
  group_by: z.array(labelName).max(10).default(['workload']),
  /** How long the first alert of a group waits for others. */
  group_wait: durationText
    .refine((text) => /^\d{1,5}[smhd]$/.test(text) && durationMs(text) <= 86_400_000, {
      error: 'expected a duration of at most 1d',
    })
    .default('30s'),
  /** Shortest time between two tellings of changes. */
  group_interval: pace.default('5m'),
  /** After which time an unacknowledged alert is told again. */
  repeat_interval: pace.default('4h'),
  /** Null: nobody is told. */
  receiver: slug.nullable(),
  /** Who is told next while nobody has acknowledged; times count from the first telling. */
  escalate: z
    .array(z.strictObject({ after: pace, receiver: slug }))
    .max(5)
    .default([]),
  /** Later routes are asked too. */
  continue: z.boolean().default(false),
  mute: z.array(muteDocument).max(20).default([]),
});
export type RouteDocument = z.output<typeof routeDocument>;

/** All routes in their order, and what holds alerts back. */
export const routesDocument = z.strictObject({
  id: z.literal('routes'),
  routes: z.array(routeDocument).max(500).default([]),
  inhibit: z.array(inhibitionDocument).max(100).default([]),
});
export type RoutesDocument = z.output<typeof routesDocument>;

function findRouteFaults(
  { routes }: RoutesDocument,
  isReceiver: (id: string) => boolean,
): FieldError[] {
  const faults: FieldError[] = [];
  for (const [index, route] of routes.entries()) {
    const names = [
      { path: `routes.${index}.receiver`, id: route.receiver },
      ...route.escalate.map(({ receiver }, step) => ({
        path: `routes.${index}.escalate.${step}.receiver`,
        id: receiver,
      })),
    ];
    for (const { path, id } of names) {
      if (id !== null && !isReceiver(id))
        faults.push({ path, message: `no receiver is called ${id}` });
    }
  }
  const last = routes.at(-1);
  if (last && (Object.keys(last.match).length > 0 || last.matchers.length > 0)) {
    const path = `routes.${routes.length - 1}.match`;
    faults.push({
      path,
      message: 'the last route takes what no other did: it may not match by labels',
    });
  }
  return faults;
}

/**
 * The routes as somebody wrote them, checked.
 * @param isReceiver tells whether there is such a receiver
 * @throws BellwetherError `invalid` with every problem
 */
export function parseRoutes(input: unknown, isReceiver: (id: string) => boolean): RoutesDocument {
  return parseDocument('routes', input, {
    schema: routesDocument,
    noun: 'a list of routes',
    defaults: {},
    findFaults: (document) => findRouteFaults(document, isReceiver),
  });
}
