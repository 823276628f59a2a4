import type { ToldAlert } from '../people/told-alert.ts';
import type { ReceiverStatus } from './delivery-lane.ts';

/** The rule that such alerts are labelled with; rules of people are slugs without a colon. */
export const DEAD_RECEIVER_RULE = 'bellwether:receiver-dead';

/**
 * An alert for each receiver that takes nothing any more, so that others hear of it by the routes that
 * all alerts take: an episode from the first delivery that it did not take to the next that it does.
 */
export function tellDeadReceivers(statuses: readonly ReceiverStatus[]): ToldAlert[] {
  return statuses.flatMap(({ receiver, deadSinceMs, lastFailureReason, waiting }) => {
    if (deadSinceMs === null) return [];
    const why = lastFailureReason ?? 'no reason known';
    return [
      {
        id: `${DEAD_RECEIVER_RULE}/${receiver}`,
        // Later episodes have higher numbers, also after a restart.
        episode: Math.floor(deadSinceMs / 1_000),
        status: 'firing',
        labels: { rule: DEAD_RECEIVER_RULE, receiver, severity: 'page' },
        severity: 'page',
        summary: `The receiver ${receiver} takes no alerts: ${why}`,
        description: `${waiting} waiting for it. They are tried again until a day is over.`,
        runbookUrl: null,
        owner: null,
        startedMs: deadSinceMs,
        resolvedMs: null,
        reason: null,
        value: null,
        threshold: null,
        isAcknowledged: false,
        snoozedUntilMs: null,
        flappingSinceMs: null,
      },
    ];
  });
}
