import { z } from 'zod';
import { ROLLOUT_MODES, STAGES } from '../../core/workload.ts';
import { effectiveMode, holdsAt, stageBound, type Stage } from './effective-mode.ts';
import { modeBase, modeHold, modeOnly, type ModeDocument } from './mode-document.ts';
import { modeInWords } from './mode-words.ts';

const mode = z.enum(ROLLOUT_MODES);
const percent = z.number().nullable();

/** A workload's mode as the interface tells it. */
export const modeItem = z.object({
  workload: z.string(),
  /** What it may do now: the least of base, holds and bound. */
  mode,
  percent,
  effective: z.object({
    mode,
    percent,
    only: modeOnly,
    /** For those outside the share or the names. */
    otherwise: mode,
    since: z.iso.datetime().nullable(),
    sentence: z.string(),
  }),
  /** What was last decided. */
  base: modeBase,
  /** What lowers it for now. */
  holds: z.array(modeHold),
  /** The most that its stage allows. */
  bound: z.object({ stage: z.enum(STAGES), mode }),
  /** Where every change of it is listed. */
  history: z.string(),
});
export type ModeItem = z.infer<typeof modeItem>;

/** One change of a mode as the interface tells it. */
export const modeChangeItem = z.object({
  version: z.number(),
  at: z.iso.datetime(),
  actor: z.string(),
  reason: z.string(),
  base: modeBase,
  holds: z.array(modeHold),
});

/**
 * A mode as the interface tells it.
 * @param atMs epoch milliseconds
 */
export function buildModeItem(document: ModeDocument, stage: Stage, atMs: number): ModeItem {
  const { id, base } = document;
  const holds = holdsAt(document.holds, atMs);
  const found = effectiveMode(base, holds, stage, atMs);
  const { since, otherwise, only } = found;
  const bound = { stage, mode: stageBound(stage) };
  const held = holds.filter((hold) => found.heldBy.includes(hold.id));
  const why = [
    ...held.map(({ reason }) => `held: ${reason}`),
    ...(found.isBounded ? [`the stage ${stage} allows ${bound.mode} at most`] : []),
  ];
  const words = [`${modeInWords(found)}`, ...why].join('; ');
  return {
    workload: id,
    mode: found.mode,
    percent: found.percent,
    effective: {
      mode: found.mode,
      percent: found.percent,
      only,
      otherwise,
      since,
      sentence: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
    },
    base,
    holds,
    bound,
    history: `/api/workloads/${id}/mode/history`,
  };
}
