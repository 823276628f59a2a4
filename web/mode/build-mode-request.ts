import type { ModeItem } from '../../decisions/effect/mode-item.ts';
import { modeInWords } from '../../decisions/effect/mode-words.ts';
import type { ModeRequest } from '../api/mode-queries.ts';

/** What somebody is about to do to a mode. */
export type ModeAct =
  | { readonly act: 'pause' }
  | { readonly act: 'lower'; readonly mode: LowerMode; readonly percent: string }
  | { readonly act: 'lift'; readonly hold: string };

/** Modes that a running workload is lowered to, the mildest first. */
export const LOWER_MODES = ['limited', 'review', 'draft-only', 'read-only'] as const;
export type LowerMode = (typeof LOWER_MODES)[number];

/** A request that can be sent, or what is missing for it. */
export type ReadModeAct =
  | { readonly kind: 'request'; readonly request: ModeRequest }
  | { readonly kind: 'fault'; readonly field: 'reason' | 'percent'; readonly words: string };

/**
 * An act as a request, or what is missing.
 * @param reason as typed
 */
export function readModeAct(act: ModeAct, reason: string): ReadModeAct {
  const why = reason.trim();
  if (act.act === 'lower' && act.mode === 'limited') {
    const percent = Number(act.percent);
    if (act.percent.trim() === '' || !(percent >= 0 && percent <= 100)) {
      return { kind: 'fault', field: 'percent', words: 'A share from 0 to 100 %' };
    }
  }
  if (why === '') return { kind: 'fault', field: 'reason', words: 'Say why: it goes on record' };
  switch (act.act) {
    case 'pause':
      return { kind: 'request', request: { hold: { mode: 'off' }, reason: why } };
    case 'lift':
      return { kind: 'request', request: { lift: act.hold, reason: why } };
    case 'lower': {
      const cap =
        act.mode === 'limited'
          ? { mode: act.mode, percent: Number(act.percent) }
          : { mode: act.mode };
      return { kind: 'request', request: { hold: cap, reason: why } };
    }
  }
}

/** What an act will do, before anybody has to say why. */
export function tellOutcome(act: ModeAct, item: ModeItem): string {
  const base = modeInWords(item.base);
  switch (act.act) {
    case 'pause':
      return `Every application that asks is told off, from its next question on. It stays so until a person lifts it; then ${base} holds again.`;
    case 'lower':
      return `It goes no further than ${act.mode}, whatever else allows more, until a person lifts it; then ${base} holds again.`;
    case 'lift': {
      const others = item.holds.length - 1;
      return others === 0
        ? `Nothing holds it any more: ${base} holds again, as far as its stage allows.`
        : `${others === 1 ? 'One other hold stays' : `${others} other holds stay`} in force.`;
    }
  }
}
