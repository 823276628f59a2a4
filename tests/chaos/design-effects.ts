import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { DESIGN_EFFECT_TABLE } from '../../store/tables/design-effect.ts';

/**
 * Design effects are estimated once a day, from what is there at the time. So that two runs can be compared
 * both forget theirs and estimate them anew, from all that was sent.
 */
export async function forgetDesignEffects(database: Database): Promise<void> {
  await database.command('chaos-effects', `TRUNCATE TABLE ${DESIGN_EFFECT_TABLE}`);
}

const LOOK_MS = 500;
/** A program estimates them some seconds after its start; when no more come for so long, all are there. */
const QUIET_LOOKS = 6;
const PATIENCE_MS = 60_000;
const row = z.object({ n: z.number() });

/** Resolves once a program that has just started has estimated them. */
export async function awaitDesignEffects(database: Database): Promise<void> {
  let last = 0;
  let quiet = 0;
  for (const endMs = Date.now() + PATIENCE_MS; quiet < QUIET_LOOKS; await wait(LOOK_MS)) {
    if (Date.now() > endMs) throw new Error('design effects were not estimated');
    const sql = `SELECT toInt64(count()) AS n FROM ${DESIGN_EFFECT_TABLE}`;
    const [found] = await database.query('chaos-effects', sql, row);
    const n = found?.n ?? 0;
    quiet = n > 0 && n === last ? quiet + 1 : 0;
    last = n;
  }
}
