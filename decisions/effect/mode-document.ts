import { z } from 'zod';
import { ROLLOUT_MODES } from '../../core/workload.ts';

const instant = z.iso.datetime();
const mode = z.enum(ROLLOUT_MODES);
const percent = z.number().min(0).max(100);
const reason = z.string().trim().min(1).max(2000);
const names = z.array(z.string().min(1).max(128)).max(100).default([]);

/** For whom alone a mode holds: each list that is not empty has to name the caller. */
export const modeOnly = z.strictObject({ segments: names, teams: names, tasks: names });
export type ModeOnly = z.output<typeof modeOnly>;

/** What those outside the share or the names get: nothing that acts by itself. */
export const OTHERWISE_MODES = ['off', 'read-only', 'draft-only', 'review'] as const;

/** Where a base comes from; `unstated`: nobody said, and it was seen running. */
export const BASE_SOURCES = ['decision', 'override', 'lowered', 'record', 'unstated'] as const;

/** What was last decided about how far a workload may go. */
export const modeBase = z.strictObject({
  mode,
  percent: percent.nullable(),
  only: modeOnly,
  otherwise: z.enum(OTHERWISE_MODES),
  source: z.enum(BASE_SOURCES),
  reason: z.string(),
  by: z.string().nullable(),
  since: instant.nullable(),
  /** The decision that it carries out. */
  decision: z.string().nullable(),
});
export type ModeBase = z.output<typeof modeBase>;

/** How a hold ends: with its alert, by a person, or by a new decision. */
export const HOLD_ENDS = ['on_resolve', 'by_person', 'by_decision'] as const;

/** What lowers a workload for now, and the way back. */
export const modeHold = z.strictObject({
  id: z.string(),
  source: z.enum(['rule', 'person', 'overdue']),
  cap: z.strictObject({ mode, percent: percent.nullable() }),
  reason: z.string(),
  by: z.string(),
  since: instant,
  back: z.enum(HOLD_ENDS),
  /** The episode that it answers to. */
  alert: z.string().optional(),
  rule: z.string().optional(),
  /** When it ends by itself. */
  until: instant.optional(),
});
export type ModeHold = z.output<typeof modeHold>;

/** A workload's mode as the ledger keeps it. */
export const modeDocument = z.strictObject({
  id: z.string(),
  base: modeBase,
  /** How often the base was changed. */
  revision: z.number().int(),
  holds: z.array(modeHold),
  /** Episodes whose hold was lifted, and when: they do not hold again. */
  released: z.array(z.strictObject({ alert: z.string(), at: instant })),
});
export type ModeDocument = z.output<typeof modeDocument>;

/** Most holds of one workload at a time. */
export const MAX_HOLDS = 100;

const cap = z.strictObject({
  mode: mode.exclude(['live']),
  percent: percent.optional(),
  until: instant.optional(),
});

/**
 * What somebody asks of a mode: another base (`mode`), a hold, or that a hold is lifted. One of them, with a
 * reason. Absent `only` and `otherwise` stay what they are.
 */
export const modeRequest = z
  .strictObject({
    mode: mode.optional(),
    percent: percent.optional(),
    only: modeOnly.optional(),
    otherwise: z.enum(OTHERWISE_MODES).optional(),
    hold: cap.optional(),
    /** Id of a hold. */
    lift: z.string().max(200).optional(),
    reason,
  })
  .refine(({ mode: base, hold, lift }) => [base, hold, lift].filter(Boolean).length === 1, {
    error: 'expected one of mode, hold and lift',
    path: ['mode'],
  })
  .refine(
    ({ mode: base, percent: share, only, otherwise }) =>
      base !== undefined || (share ?? only ?? otherwise) === undefined,
    { error: 'expected with mode only', path: ['percent'] },
  )
  .refine((one) => one.mode !== 'limited' || one.percent !== undefined, {
    error: 'limited needs a share in per cent',
    path: ['percent'],
  })
  .refine((one) => one.hold?.mode !== 'limited' || one.hold.percent !== undefined, {
    error: 'limited needs a share in per cent',
    path: ['hold', 'percent'],
  })
  .refine((one) => one.percent === undefined || (one.mode !== 'off' && one.mode !== 'live'), {
    error: 'off and live are for all: a share of live is limited',
    path: ['percent'],
  });
export type ModeRequest = z.output<typeof modeRequest>;
