import type { Logger } from 'pino';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';

/**
 * Registers workloads when their first telemetry arrives. What could not be registered now (the
 * database away, say) is tried again with the next telemetry of anybody.
 * @returns what to call with the workloads of each hand-over; never rejects
 */
export function createRegistrar(
  workloads: Pick<WorkloadRegistry, 'registerOnSight'>,
  log: Logger,
): (ids: Iterable<string>) => Promise<void> {
  const waiting = new Set<string>();
  return async (ids) => {
    for (const id of ids) waiting.add(id);
    const trying = [...waiting];
    try {
      await workloads.registerOnSight(trying);
      for (const id of trying) waiting.delete(id);
    } catch (error) {
      log.error({ err: error, workloads: trying }, 'new workloads could not be registered yet');
    }
  };
}
