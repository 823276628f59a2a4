import { CATCH_UP_MS } from '../alerts/engine/alert-engine.ts';
import { episodeKey, type Episode } from '../alerts/episode/episode.ts';
import { ruleDocument, type RuleAction } from '../alerts/rule/rule.ts';
import type { HoldingAlert } from '../decisions/effect/rule-holds.ts';
import type { ModeSetting } from '../decisions/effect/reach.ts';
import type { ModeRegistry } from '../decisions/registry/modes.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { isRedacted } from '../store/ledger/redaction.ts';
import type { Alerting } from './alerting.ts';

/** Ended episodes are looked at for as long as a start may make up for minutes, and once more. */
const LOOK_BACK_MS = 2 * CATCH_UP_MS;

const capOf = (action: RuleAction): ModeSetting =>
  'pause' in action
    ? { mode: 'off', percent: null }
    : { mode: action.mode, percent: action.percent ?? null };

function holdingAlert(one: Episode, action: RuleAction, isOpen: boolean): HoldingAlert {
  return {
    alert: episodeKey(one),
    rule: one.rule,
    words: `${one.title}: ${one.summary}`.slice(0, 1000),
    cap: capOf(action),
    back: action.back ?? 'on_resolve',
    isOpen,
  };
}

/**
 * Carries out pause rules: compares what alerts want with what holds, whenever it is asked to, and takes
 * out holds whose time is over. Nothing is remembered between, so a kill at any moment leaves only the same comparison to be made.
 */
export function createModeKeeper(parts: {
  readonly modes: ModeRegistry;
  readonly ledger: Pick<Ledger, 'history'>;
  readonly alerting: Pick<Alerting, 'rules' | 'engine'>;
  readonly now: () => number;
}): () => Promise<void> {
  const { modes, ledger, alerting, now } = parts;

  /** The action that a rule named when it fired; what was changed since pauses nothing after the fact. */
  const actionThen = ({ rule, ruleVersion }: Episode): RuleAction | null => {
    const record = ledger.history('rule', rule).find(({ version }) => version === ruleVersion);
    if (record === undefined || isRedacted(record)) return null;
    return ruleDocument.parse(record.document).action;
  };
  const openAlerts = (): { workload: string; alert: HoldingAlert }[] => {
    const actions = new Map(
      alerting.rules.compiled().map(({ document }) => [document.id, document.action]),
    );
    return alerting.engine.open().flatMap((one) => {
      const action = actions.get(one.rule) ?? null;
      if (action === null) return [];
      return [{ workload: one.workload, alert: holdingAlert(one, action, true) }];
    });
  };
  const endedAlerts = (): { workload: string; alert: HoldingAlert }[] => {
    const fromMs = now() - LOOK_BACK_MS;
    const ended = alerting.engine.ended();
    const end = ended.findIndex(({ resolvedMs }) => resolvedMs !== null && resolvedMs < fromMs);
    return ended.slice(0, end === -1 ? ended.length : end).flatMap((one) => {
      const action = actionThen(one);
      if (action?.back !== 'by_person') return [];
      return [{ workload: one.workload, alert: holdingAlert(one, action, false) }];
    });
  };

  return async () => {
    const wanted = new Map<string, HoldingAlert[]>();
    for (const { workload, alert } of [...openAlerts(), ...endedAlerts()]) {
      wanted.set(workload, [...(wanted.get(workload) ?? []), alert]);
    }
    const held = modes
      .written()
      .filter((id) => modes.get(id)?.document.holds.some(({ source }) => source === 'rule'));
    // One workload that fails holds up no other.
    const kept = await Promise.allSettled([
      ...modes.written().map((id) => modes.dropEnded(id)),
      ...[...new Set([...wanted.keys(), ...held])].map((id) =>
        modes.keepRuleHolds(id, wanted.get(id) ?? []),
      ),
    ]);
    const failed = kept.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  };
}
