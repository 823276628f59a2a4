import type { ModeHold } from './mode-document.ts';
import type { ModeSetting } from './reach.ts';

/** One episode of an alert whose rule names an action. */
export interface HoldingAlert {
  /** Key of the episode. */
  readonly alert: string;
  readonly rule: string;
  /** For people: what is wrong. */
  readonly words: string;
  readonly cap: ModeSetting;
  readonly back: 'on_resolve' | 'by_person';
  readonly isOpen: boolean;
}

/** What has to change so that holds and alerts agree. */
export interface HoldPlan {
  readonly add: readonly HoldingAlert[];
  /** Ids of holds. */
  readonly remove: readonly string[];
}

/** Id of the hold of an episode. */
export const ruleHoldId = (alert: string): string => `alert-${alert}`;

/**
 * Compares the holds of rules with the alerts there are. Planned twice, the second plan is empty: whatever
 * a kill interrupts is done once.
 * @param released episodes whose hold was lifted
 * @param alerts open episodes, and ended ones whose rule leaves the way back to a person
 */
export function planRuleHolds(
  holds: readonly ModeHold[],
  released: readonly string[],
  alerts: readonly HoldingAlert[],
): HoldPlan {
  const known = new Set([...released, ...holds.flatMap(({ alert }) => alert ?? [])]);
  const add = alerts.filter(
    ({ alert, back, isOpen }) => !known.has(alert) && (isOpen || back === 'by_person'),
  );
  const open = new Set(alerts.filter(({ isOpen }) => isOpen).map(({ alert }) => alert));
  const remove = holds.filter(
    ({ source, back, alert }) =>
      source === 'rule' && back === 'on_resolve' && alert !== undefined && !open.has(alert),
  );
  return { add, remove: remove.map(({ id }) => id) };
}
