import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { rolloutOfBase } from './base-of-record.ts';
import { saysSame } from './change-base.ts';
import { withBase } from './change-mode.ts';
import { stageBound, type Stage } from './effective-mode.ts';
import type { ModeDocument } from './mode-document.ts';
import { meetReach, rankOf, reachOf, settingOf } from './reach.ts';

/** Who writes a workload's record, and what becomes of its stage. */
export interface RecordAct {
  readonly actor: string;
  readonly mayRaise: boolean;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly from: Stage;
  readonly to: Stage;
}

/**
 * What a record that is written whole means for the mode. A rollout that is left out, or is what it was,
 * states nothing; a later stage by itself raises nothing, so the base then becomes what the earlier one
 * allowed.
 * @returns the same object where nothing changes
 * @throws BellwetherError `forbidden` where the record raises the mode and may not
 */
export function restateBase(
  before: ModeDocument,
  stated: WorkloadDocument['rollout'],
  act: RecordAct,
): ModeDocument {
  const { base } = before;
  const known = rolloutOfBase(base);
  const isSame =
    stated === undefined || (stated.mode === known?.mode && stated.percent === known.percent);
  if (isSame) return withinStage(before, act);
  const reason = "stated in the workload's record";
  const authority = act.mayRaise ? 'override' : 'lower';
  const percent = stated.mode === 'off' || stated.mode === 'live' ? undefined : stated.percent;
  const after = withBase(
    before,
    { mode: stated.mode, percent },
    { actor: act.actor, reason, atMs: act.atMs },
    authority,
  );
  if (after !== before || base.source !== 'unstated') return after;
  // Said for the first time, and nothing else than what was taken for granted.
  return {
    ...before,
    base: { ...base, source: 'record', reason, by: act.actor, since: isoTime(act.atMs) },
    revision: before.revision + 1,
  };
}

function withinStage(before: ModeDocument, { actor, atMs, from, to }: RecordAct): ModeDocument {
  if (rankOf(stageBound(to)) <= rankOf(stageBound(from))) return before;
  const { base } = before;
  const setting = settingOf(
    meetReach(reachOf(base), reachOf({ mode: stageBound(from), percent: null })),
  );
  const bounded = { ...base, ...setting };
  if (saysSame(base, bounded)) return before;
  return {
    ...before,
    base: {
      ...bounded,
      source: 'lowered',
      reason: `a later stage alone does not raise the mode: ${to} after ${from}`,
      by: actor,
      since: isoTime(atMs),
      decision: null,
    },
    revision: before.revision + 1,
  };
}
