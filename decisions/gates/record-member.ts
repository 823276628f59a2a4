import type { WorkloadDocument } from '../../core/workload.ts';

/**
 * What stands in a record at a path; null where nothing does.
 * @param path names with dots between
 * @example memberOf({ agreed: { latency_p95_ms: 900 } }, 'agreed.latency_p95_ms') // 900
 */
export function memberOf(record: WorkloadDocument, path: string): unknown {
  let at: unknown = record;
  for (const name of path.split('.')) at = isMembers(at) ? at[name] : undefined;
  return at ?? null;
}

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
