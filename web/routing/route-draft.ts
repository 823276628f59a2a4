import type { Matcher } from '../api/silence-queries.ts';
import type {
  InhibitionDocument,
  MuteDocument,
  RouteDocument,
  RoutesDocument,
} from '../api/receiver-queries.ts';

/** A route as it is edited: all of what it matches in one list. */
export type RouteDraft = Omit<RouteDocument, 'match' | 'matchers'> & {
  /** For lists that move; never sent. */
  readonly key: string;
  readonly matchers: readonly Matcher[];
};

/** Routes and inhibitions as they are edited. */
export interface RoutesDraft {
  readonly routes: readonly RouteDraft[];
  readonly inhibit: readonly InhibitionDocument[];
}

/** Routes as they are edited. */
export function writeDraft({ routes, inhibit }: RoutesDocument): RoutesDraft {
  return {
    routes: routes.map(({ match, matchers, ...rest }, index) => ({
      ...rest,
      key: `kept-${index}`,
      matchers: [
        ...Object.entries(match).map(([label, value]): Matcher => ({ label, op: '=', value })),
        ...matchers,
      ],
    })),
    inhibit,
  };
}

function readRoute(route: RouteDraft): RouteDocument {
  const match: Record<string, string> = {};
  const others: Matcher[] = [];
  for (const matcher of route.matchers) {
    const { label, op, value } = matcher;
    if (op === '=' && !Object.hasOwn(match, label)) match[label] = value;
    else others.push(matcher);
  }
  return {
    match,
    matchers: others,
    group_by: route.group_by,
    group_wait: route.group_wait,
    group_interval: route.group_interval,
    repeat_interval: route.repeat_interval,
    receiver: route.receiver,
    escalate: route.escalate,
    continue: route.continue,
    mute: route.mute,
  };
}

/** The document that a draft stands for; it means the same as the one it was written from. */
export function readDraft({ routes, inhibit }: RoutesDraft): RoutesDocument {
  return { id: 'routes', routes: routes.map(readRoute), inhibit: [...inhibit] };
}

/** A new route, in front of the one that takes what no other did. */
export function addRoute(draft: RoutesDraft, key: string, receiver: string | null): RoutesDraft {
  const isFirst = draft.routes.length === 0;
  const route: RouteDraft = {
    key,
    matchers: isFirst ? [] : [{ label: 'severity', op: '=', value: 'page' }],
    group_by: ['workload'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '4h',
    receiver,
    escalate: [],
    continue: false,
    mute: [],
  };
  return { ...draft, routes: [...draft.routes.slice(0, -1), route, ...draft.routes.slice(-1)] };
}

/**
 * A list with one of its members moved.
 * @example moveItem(['a', 'b', 'c'], 2, -1) // ['a', 'c', 'b']
 * @example moveItem(['a', 'b'], 0, -1) // ['a', 'b']
 */
export function moveItem<Item>(items: readonly Item[], from: number, by: number): readonly Item[] {
  const item = items[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** What a quiet time starts from. */
export const NEW_MUTE: MuteDocument = {
  time_zone: 'UTC',
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '22:00',
  to: '06:00',
};

/** What an inhibition starts from. */
export const NEW_INHIBITION: InhibitionDocument = {
  source: [{ label: 'severity', op: '=', value: 'page' }],
  target: [{ label: 'severity', op: '=', value: 'warn' }],
  equal: ['workload'],
};
