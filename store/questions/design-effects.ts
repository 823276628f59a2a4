import { z } from 'zod';
import type { DesignEffectRow } from '../../signals/history-rows.ts';
import type { Database } from '../database.ts';
import { DESIGN_EFFECT_TABLE } from '../tables/design-effect.ts';
import type { DesignEffect } from './estimate-design-effects.ts';
import type { HourScope } from './rows-by-hour.ts';

/**
 * Keeps effects as one block; what was kept of the same workload, second and signal is replaced.
 * @param knownAt epoch milliseconds of whole seconds: from each of them on they are known
 */
export async function writeDesignEffects(
  database: Database,
  knownAt: readonly number[],
  effects: readonly DesignEffect[],
): Promise<void> {
  if (effects.length === 0) return;
  await database.insertRows(
    'design-effects-write',
    DESIGN_EFFECT_TABLE,
    effects.flatMap((effect) => knownAt.map((atMs) => ({ ...effect, at: atMs / 1000 }))),
  );
}

/**
 * The workloads whose effects were estimated since an instant.
 * @param sinceMs epoch milliseconds, such as the start of today
 */
export async function listEstimatedWorkloads(
  database: Database,
  sinceMs: number,
): Promise<Set<string>> {
  const rows = await database.query(
    'design-effects-look',
    `SELECT DISTINCT workload FROM ${DESIGN_EFFECT_TABLE}
     WHERE at >= fromUnixTimestamp64Milli({sinceMs: Int64})`,
    z.object({ workload: z.string() }),
    { sinceMs },
  );
  return new Set(rows.map(({ workload }) => workload));
}

const effectRow = z.object({
  workload: z.string(),
  atMs: z.number(),
  signal: z.string(),
  effect: z.number(),
});

/** The effects of some workloads known from scope.sinceMs on up to scope.endMs, ascending. */
export function readDesignEffects(
  database: Database,
  scope: HourScope,
): Promise<(DesignEffectRow & { readonly workload: string })[]> {
  return database.query(
    'history-design-effects',
    `SELECT workload, toUnixTimestamp(at) * 1000 AS atMs, signal, effect
     FROM ${DESIGN_EFFECT_TABLE} FINAL WHERE workload IN {workloads: Array(String)}
       AND at >= fromUnixTimestamp64Milli({sinceMs: Int64})
       AND at <= fromUnixTimestamp64Milli({endMs: Int64})
     ORDER BY workload, at, signal`,
    effectRow,
    scope,
  );
}
