import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { applyStatement, raises, saysSame, type BaseStatement } from './change-base.ts';
import { holdsAt } from './effective-mode.ts';
import { MAX_HOLDS, type ModeDocument, type ModeHold } from './mode-document.ts';
import { planRuleHolds, ruleHoldId, type HoldingAlert } from './rule-holds.ts';
import type { ModeSetting } from './reach.ts';

/** Who changes a mode, when and why. */
export interface ModeAct {
  readonly actor: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** How long it is remembered that the hold of an alert was lifted. */
const REMEMBER_RELEASED_MS = 7 * 86_400_000;
const OVERDUE_HOLD = 'overdue';

/**
 * The document with another base.
 * @param authority `decision`: its id; `override`: may raise without one; `lower`: may not raise
 * @throws BellwetherError `forbidden` where the change raises and may not
 */
export function withBase(
  before: ModeDocument,
  stated: BaseStatement,
  act: ModeAct,
  authority: { readonly decision: string } | 'override' | 'lower',
): ModeDocument {
  const base = applyStatement(before.base, stated);
  const isRaise = raises(before.base, base);
  if (isRaise && authority === 'lower') {
    throw new BellwetherError(
      'forbidden',
      `${before.base.mode} to ${base.mode} raises the mode: that takes a signed decision, or the scope admin with a reason`,
    );
  }
  if (typeof authority === 'string' && saysSame(before.base, base)) return before;
  const decision = typeof authority === 'object' ? authority.decision : null;
  return {
    ...before,
    base: {
      ...base,
      source: decision !== null ? 'decision' : isRaise ? 'override' : 'lowered',
      reason: act.reason,
      by: act.actor,
      since: isoTime(act.atMs),
      decision,
    },
    revision: before.revision + 1,
    // A new decision is the way back from having none.
    holds:
      decision === null ? before.holds : before.holds.filter(({ source }) => source !== 'overdue'),
  };
}

/**
 * The document with one more hold.
 * @throws BellwetherError `conflict` where there are too many
 */
export function withHold(before: ModeDocument, hold: ModeHold, atMs: number): ModeDocument {
  const holds = holdsAt(before.holds, atMs);
  if (holds.length >= MAX_HOLDS) {
    throw new BellwetherError('conflict', `there are ${MAX_HOLDS} holds already: lift some first`);
  }
  return { ...before, holds: [...holds, hold] };
}

/**
 * The document without a hold, lifted by a person.
 * @throws BellwetherError `not_found` without such a hold, `forbidden` for the one that only a decision lifts
 */
export function withoutHold(before: ModeDocument, id: string, atMs: number): ModeDocument {
  const hold = before.holds.find((one) => one.id === id);
  if (!hold) throw new BellwetherError('not_found', `there is no hold ${id}`);
  if (hold.back === 'by_decision') {
    throw new BellwetherError('forbidden', 'this hold ends with a new decision only');
  }
  const { alert } = hold;
  return {
    ...before,
    holds: before.holds.filter((one) => one !== hold),
    released:
      alert === undefined ? before.released : [...before.released, { alert, at: isoTime(atMs) }],
  };
}

/** The document as the alerts want it; the same object where nothing has to change. */
export function withRuleHolds(
  before: ModeDocument,
  alerts: readonly HoldingAlert[],
  atMs: number,
): ModeDocument {
  const released = before.released.map(({ alert }) => alert);
  const { add, remove } = planRuleHolds(before.holds, released, alerts);
  if (add.length + remove.length === 0) return before;
  const known = new Set(alerts.map(({ alert }) => alert));
  return {
    ...before,
    holds: [
      ...holdsAt(before.holds, atMs).filter(({ id }) => !remove.includes(id)),
      ...add.map((one) => holdOfAlert(one, atMs)),
    ],
    released: [
      ...before.released.filter(
        ({ alert, at }) => known.has(alert) || Date.parse(at) > atMs - REMEMBER_RELEASED_MS,
      ),
      ...before.holds
        .filter(({ id }) => remove.includes(id))
        .flatMap(({ alert }) => (alert === undefined ? [] : [{ alert, at: isoTime(atMs) }])),
    ],
  };
}

function holdOfAlert(one: HoldingAlert, atMs: number): ModeHold {
  return {
    id: ruleHoldId(one.alert),
    source: 'rule',
    cap: one.cap,
    reason: one.words,
    by: `rule:${one.rule}`,
    since: isoTime(atMs),
    back: one.back,
    alert: one.alert,
    rule: one.rule,
  };
}

/** The document without the holds whose time is over; the same object where there is none. */
export function withoutEnded(before: ModeDocument, atMs: number): ModeDocument {
  const holds = holdsAt(before.holds, atMs);
  return holds.length === before.holds.length ? before : { ...before, holds };
}

/**
 * The document with the hold of a decision that is overdue, or without it; the same object where it
 * already is so.
 * @param overdue null: it is not, or not for long enough
 */
export function withOverdue(
  before: ModeDocument,
  overdue: { readonly cap: ModeSetting; readonly reason: string } | null,
  atMs: number,
): ModeDocument {
  const known = before.holds.find(({ id }) => id === OVERDUE_HOLD);
  if (overdue === null) {
    if (known === undefined) return before;
    return { ...before, holds: before.holds.filter((one) => one !== known) };
  }
  if (known !== undefined) return before;
  const hold: ModeHold = {
    id: OVERDUE_HOLD,
    source: 'overdue',
    cap: overdue.cap,
    reason: overdue.reason,
    by: 'system',
    since: isoTime(atMs),
    back: 'by_decision',
  };
  return { ...before, holds: [...before.holds, hold] };
}
