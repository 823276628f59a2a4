import { effectiveMode, type EffectiveMode } from '../decisions/effect/effective-mode.ts';
import type { ModeState } from '../decisions/registry/modes.ts';
import type { ModeRegistry } from '../decisions/registry/modes.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import type { EffectEvent } from './effect-events.ts';

const settingOf = ({ mode, percent, only, otherwise }: EffectiveMode) => ({
  mode,
  percent,
  only,
  otherwise,
});

/**
 * What changed about modes since a place in the ledger, ascending: each change of what a workload may do,
 * and each hold that paused it or lowered it.
 * @param since a sequence of the ledger
 */
export function modeEventsSince(
  { ledger, modes }: { ledger: Pick<Ledger, 'list' | 'history'>; modes: ModeRegistry },
  since: number,
): EffectEvent[] {
  const changed = ledger.list('mode').filter(({ sequence }) => sequence > since);
  return changed.flatMap(({ id }) => {
    const state = modes.get(id);
    const later = new Set(
      ledger
        .history('mode', id)
        .filter(({ sequence }) => sequence > since)
        .map(({ version }) => version),
    );
    return state === null ? [] : eventsOf(id, state, modes.history(id).toReversed(), later);
  });
}

function eventsOf(
  workload: string,
  { stage }: ModeState,
  history: ReturnType<ModeRegistry['history']>,
  later: ReadonlySet<number>,
): EffectEvent[] {
  return history.flatMap(({ version, atMs, actor, reason, document }, index): EffectEvent[] => {
    if (!later.has(version)) return [];
    const before = history[index - 1]?.document;
    const now = settingOf(effectiveMode(document.base, document.holds, stage, atMs));
    const previous =
      before === undefined
        ? null
        : settingOf(effectiveMode(before.base, before.holds, stage, atMs));
    const knownHolds = new Set(before?.holds.map(({ id }) => id));
    const paused = document.holds
      .filter(({ id }) => !knownHolds.has(id))
      .map((hold): EffectEvent => ({
        type: 'org.bellwether.workload.paused',
        workload,
        key: `hold:${hold.id}@${hold.since}`,
        atMs,
        data: { hold, ...now },
      }));
    if (JSON.stringify(now) === JSON.stringify(previous)) return paused;
    const { decision } = document.base;
    const data = { ...now, previous, by: actor, reason, decision };
    const key = `version:${version}`;
    return [...paused, { type: 'org.bellwether.mode.changed', workload, key, atMs, data }];
  });
}
