import { MINUTE_MS } from '../../core/time.ts';
import type { Delivery } from '../../alerts/people/notice.ts';
import { EMPTY_STATE, type NotificationState } from '../../alerts/people/notification-state.ts';
import { compilePeople, type People } from '../../alerts/people/people.ts';
import { planNotices } from '../../alerts/people/plan-notices.ts';
import { parseRoutes } from '../../alerts/people/route-document.ts';
import type { SilenceDocument } from '../../alerts/labels/silence.ts';
import type { ToldAlert } from '../../alerts/people/told-alert.ts';

/** A Thursday at noon, UTC. */
export const NOON_MS = Date.UTC(2026, 0, 1, 12);

/** An instant some minutes after noon. */
export const minute = (count: number): number => NOON_MS + count * MINUTE_MS;

/** An alert with everything that a test does not care for. */
export function alertOf(changes: Partial<ToldAlert> = {}): ToldAlert {
  const resolvedMs = changes.resolvedMs ?? null;
  return {
    id: 'a',
    episode: 1,
    status: resolvedMs === null ? 'firing' : 'resolved',
    labels: { rule: 'r', workload: 'w', severity: 'page' },
    severity: 'page',
    summary: 'w: too many errors',
    description: '',
    runbookUrl: null,
    owner: null,
    startedMs: NOON_MS,
    resolvedMs,
    reason: resolvedMs === null ? null : 'cleared',
    value: 0.2,
    threshold: 0.1,
    isAcknowledged: false,
    snoozedUntilMs: null,
    flappingSinceMs: null,
    ...changes,
  };
}

/** An alert as it was at an instant after its beginning. */
export const asOf = (alert: ToldAlert, atMs: number): ToldAlert => {
  const isOver = alert.resolvedMs !== null && alert.resolvedMs <= atMs;
  const isFlapping = alert.flappingSinceMs !== null && alert.flappingSinceMs <= atMs;
  return {
    ...alert,
    flappingSinceMs: isFlapping ? alert.flappingSinceMs : null,
    ...(isOver ? {} : { status: 'firing', resolvedMs: null, reason: null }),
  };
};

/** What is listed of an alert at an instant that ends some minutes after noon. */
export const firingUntil = (endMinute: number, alert = alertOf()) => {
  return (atMs: number): ToldAlert[] =>
    atMs < alert.startedMs
      ? []
      : [
          atMs < minute(endMinute)
            ? alert
            : alertOf({
                ...alert,
                resolvedMs: minute(endMinute),
                status: 'resolved',
                reason: 'cleared',
              }),
        ];
};

/** People by routes and inhibitions as documents; every receiver exists, `pager` is PagerDuty. */
export function peopleOf(document: object, silences: readonly SilenceDocument[] = []): People {
  const pager = { id: 'pager', type: 'pagerduty' } as const;
  return compilePeople(
    parseRoutes(document, () => true),
    silences,
    [pager],
  );
}

/** Plans again and again and keeps what was told. */
export class Planner {
  state: NotificationState = EMPTY_STATE;
  readonly deliveries: Delivery[] = [];
  people: People;

  constructor(people: People, startMs = NOON_MS - MINUTE_MS) {
    this.people = people;
    this.state = planNotices(EMPTY_STATE, [], people, startMs).state;
  }

  /** What is told at an instant, as `minute receiver event alert#episode`. */
  at(nowMs: number, alerts: readonly ToldAlert[]): string[] {
    const planned = planNotices(this.state, alerts, this.people, nowMs);
    // What is kept is JSON, so that is what the next planning starts from.
    this.state = JSON.parse(JSON.stringify(planned.state)) as NotificationState;
    this.deliveries.push(...planned.deliveries);
    return planned.deliveries.flatMap(describe);
  }

  /** Planned every so often, from one instant to another. */
  every(stepMs: number, fromMs: number, toMs: number, alerts: (atMs: number) => ToldAlert[]) {
    const told: string[] = [];
    for (let atMs = fromMs; atMs <= toMs; atMs += stepMs) told.push(...this.at(atMs, alerts(atMs)));
    return told;
  }
}

/** A delivery in words. */
export function describe({ receiver, plannedMs, notices }: Delivery): string[] {
  const at = (plannedMs - NOON_MS) / MINUTE_MS;
  return notices.map(
    ({ event, alert }) => `${at} ${receiver} ${event} ${alert.id}#${alert.episode}`,
  );
}
