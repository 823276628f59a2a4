import { BellwetherError } from '../../core/errors.ts';
import { workloadDocument, workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';

/** The workloads' records. */
export interface WorkloadRegistry {
  get(id: string): Versioned<WorkloadDocument> | null;
  list(): Versioned<WorkloadDocument>[];
  /**
   * Writes a whole document; what it leaves out takes the defaults of a workload on sight.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<WorkloadDocument>>;
  /** Registers those of the ids that are new; returns which they were. */
  registerOnSight(ids: Iterable<string>): Promise<string[]>;
}

/** @param policyExists whether a policy id may be named by a workload */
export function createWorkloadRegistry(
  ledger: Ledger,
  policyExists: (id: string) => boolean,
): WorkloadRegistry {
  const get = (id: string): Versioned<WorkloadDocument> | null => {
    const record = ledger.get('workload', id);
    if (!record) return null;
    return { document: workloadDocument.parse(record.document), version: record.version };
  };
  return {
    get,
    list: () =>
      ledger.list('workload').map((record) => ({
        document: workloadDocument.parse(record.document),
        version: record.version,
      })),
    async put(id, input, actor, expectedVersion) {
      const document = parseDocument(id, input, {
        schema: workloadDocument,
        noun: "a workload's record",
        defaults: workloadOnSight(id),
        findFaults: ({ policy }) =>
          policyExists(policy) ? [] : [{ path: 'policy', message: `there is no policy ${policy}` }],
      });
      const [record] = await ledger.append([
        {
          kind: 'workload',
          id,
          document,
          actor,
          reason: '',
          ...(expectedVersion === undefined ? {} : { expectedVersion }),
        },
      ]);
      return { document, version: record?.version ?? 0 };
    },
    async registerOnSight(ids) {
      const fresh = [...new Set(ids)].filter((id) => ledger.get('workload', id) === undefined);
      const registered = await Promise.all(fresh.map((id) => registerOne(ledger, id)));
      return fresh.filter((_, index) => registered[index]);
    },
  };
}

/** Registers a workload unless somebody was faster; the record then is theirs. */
async function registerOne(ledger: Ledger, id: string): Promise<boolean> {
  try {
    await ledger.append([
      {
        kind: 'workload',
        id,
        document: workloadOnSight(id),
        actor: 'system',
        reason: 'first event seen',
        expectedVersion: 0,
      },
    ]);
    return true;
  } catch (error) {
    if (error instanceof BellwetherError && error.code === 'stale_version') return false;
    throw error;
  }
}
