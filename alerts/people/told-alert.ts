import type { AlertLabels } from '../labels/alert-labels.ts';
import type { Severity } from '../rule/rule.ts';

/** One episode of an alert as routes, silences and receivers see it. Instants in epoch milliseconds. */
export interface ToldAlert {
  /** Identity of the alert: of its rule and what the rule is split by, never of value or severity. */
  readonly id: string;
  /** Which episode of the alert this is, from 1. */
  readonly episode: number;
  readonly status: 'firing' | 'resolved';
  readonly labels: AlertLabels;
  readonly severity: Severity;
  readonly summary: string;
  readonly description: string;
  readonly runbookUrl: string | null;
  readonly owner: string | null;
  readonly startedMs: number;
  /** Null while it fires. */
  readonly resolvedMs: number | null;
  /** Why it came to its end, e.g. `cleared`, `no_data`, `rule_changed`; null while it fires. */
  readonly reason: string | null;
  /** The number at the last evaluation, in the signal's unit; null where there is none. */
  readonly value: number | null;
  readonly threshold: number | null;
  /** Somebody has taken it: it is not repeated and not escalated. */
  readonly isAcknowledged: boolean;
  /** Snoozed by somebody: not told of before this; null: not snoozed. */
  readonly snoozedUntilMs: number | null;
  /**
   * The change from which it flaps: of that one notice was or is to be given, and nothing more until it is
   * stable. Null: it does not flap.
   */
  readonly flappingSinceMs: number | null;
}
