import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/canonical-json.ts';
import { durationMs } from '../../core/duration.ts';
import { compileMatchers, equalMatchers, type LabelTest } from '../labels/matcher.ts';
import { takeRoutes } from '../labels/take-routes.ts';
import { isMuted } from './mute-schedule.ts';
import type { RouteDocument } from './route-document.ts';
import type { AlertLabels } from '../labels/alert-labels.ts';

/** A route ready to be asked. */
export interface Route {
  /** Made of what it matches, groups by and tells: the same after other parts are edited. */
  readonly key: string;
  readonly isMeant: LabelTest;
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  readonly receiver: string | null;
  /** The soonest first. */
  readonly escalations: readonly { readonly afterMs: number; readonly receiver: string }[];
  readonly continues: boolean;
  readonly hasSchedule: boolean;
  readonly isMutedAt: (atMs: number) => boolean;
}

/** A route ready to be asked. */
export function compileRoute(document: RouteDocument): Route {
  const { match, matchers, group_by: groupBy, receiver, mute } = document;
  const identity = canonicalJson([match, matchers, groupBy, receiver]);
  return {
    key: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    isMeant: compileMatchers([...equalMatchers(match), ...matchers]),
    groupBy,
    groupWaitMs: durationMs(document.group_wait),
    groupIntervalMs: durationMs(document.group_interval),
    repeatIntervalMs: durationMs(document.repeat_interval),
    receiver,
    escalations: document.escalate
      .map(({ after, receiver: next }) => ({ afterMs: durationMs(after), receiver: next }))
      .sort((a, b) => a.afterMs - b.afterMs),
    continues: document.continue,
    hasSchedule: mute.length > 0,
    isMutedAt: (atMs) => mute.some((schedule) => isMuted(schedule, atMs)),
  };
}

/** The routes that an alert takes: the first that means it, and further ones while they say `continue`. */
export function routesOf(routes: readonly Route[], labels: AlertLabels): Route[] {
  const taken = takeRoutes(
    routes,
    ({ isMeant }) => isMeant(labels),
    ({ continues }) => continues,
  );
  return taken.filter(({ key }, at) => taken.findIndex((one) => one.key === key) === at);
}
