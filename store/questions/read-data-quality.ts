import { z } from 'zod';
import {
  FEATURE_ROLES,
  type DataAgeRow,
  type DriftRow,
  type RejectedRow,
} from '../../signals/history-rows.ts';
import type { Database } from '../database.ts';
import { DATA_AGE_HOUR, REJECTED_HOUR } from '../tables/hour-keepers.ts';
import { rowsByHour, type HourScope } from './rows-by-hour.ts';

type OfWorkload<Row> = Row & { readonly workload: string };
type Precision = 'minute' | 'exact';

/** What a feature is taken for whose `drift` event does not say: most tools watch what goes in. */
const USUAL_ROLE = 'input';

const driftRow = z
  .object({
    workload: z.string(),
    tsMs: z.number(),
    feature: z.string(),
    role: z.enum(FEATURE_ROLES),
    score: z.number(),
    method: z.string(),
    pValue: z.number().nullable(),
  })
  .nullable()
  // A row that can't be read is left out: what else is known of the workload must not go with it.
  .catch(null);

/** `drift` events of some workloads from the start of scope.sinceMs up to scope.endMs, ascending. */
export async function readDrifts(
  database: Database,
  scope: HourScope,
): Promise<OfWorkload<DriftRow>[]> {
  const rows = await database.query(
    'history-drifts',
    `SELECT workload, toUnixTimestamp64Milli(ts) AS tsMs, feature,
       if(role = '', '${USUAL_ROLE}', role) AS role, score, method, p_value AS pValue
     FROM drift WHERE workload IN {workloads: Array(String)}
       AND ts >= fromUnixTimestamp64Milli({sinceMs: Int64})
       AND ts <= fromUnixTimestamp64Milli({endMs: Int64})
     ORDER BY workload, ts`,
    driftRow,
    scope,
  );
  return rows.filter((row) => row !== null);
}

const dataAgeRow = z.object({ workload: z.string(), hourMs: z.number(), asOfMs: z.number() });

/**
 * The newest `data_as_of` that runs and events of each hour name, ascending.
 * @param precision see `rowsByHour`
 */
export async function readDataAges(
  database: Database,
  scope: HourScope,
  precision: Precision,
): Promise<OfWorkload<DataAgeRow>[]> {
  const rows = await database.query(
    'history-data-ages',
    `SELECT workload, toUnixTimestamp(at) * 1000 AS hourMs, toUnixTimestamp64Milli(as_of) AS asOfMs
     FROM ${rowsByHour(DATA_AGE_HOUR, precision)} ORDER BY workload, at, as_of`,
    dataAgeRow,
    scope,
  );
  // Runs and events of the begun hour are told apart: the newer is the last.
  return rows.filter(({ workload, hourMs }, i) => {
    const next = rows[i + 1];
    return next?.workload !== workload || next.hourMs !== hourMs;
  });
}

const rejectedRow = z.object({ workload: z.string(), hourMs: z.number(), events: z.number() });

/**
 * Events that claimed a workload and went into quarantine, by the hour of receipt, ascending;
 * whether they were replayed since or not.
 * @param precision see `rowsByHour`
 */
export function readRejected(
  database: Database,
  scope: HourScope,
  precision: Precision,
): Promise<OfWorkload<RejectedRow>[]> {
  return database.query(
    'history-rejected',
    `SELECT workload, toUnixTimestamp(at) * 1000 AS hourMs, events
     FROM ${rowsByHour(REJECTED_HOUR, precision)} ORDER BY workload, at`,
    rejectedRow,
    scope,
  );
}
