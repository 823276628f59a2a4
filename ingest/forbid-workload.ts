import { BellwetherError } from '../core/errors.ts';

/**
 * A key that is bound to workloads may not even send another's broken events.
 * @param allowed null for a key that is bound to none
 * @param index place of the event in its request
 * @throws BellwetherError `forbidden`
 */
export function forbidWorkload(
  allowed: ReadonlySet<string> | null,
  workload: string,
  index: number,
): void {
  if (allowed === null || allowed.has(workload)) return;
  throw new BellwetherError(
    'forbidden',
    `this key may not send events of the workload ${workload}`,
    {
      errors: [{ path: `${index}.workload`, message: 'not among the workloads of this key' }],
    },
  );
}
