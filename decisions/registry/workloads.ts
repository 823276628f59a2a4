import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { workloadDocument, workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { findGate } from '../gates/gate-catalogue.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';

/** A record that is to be written, beside the one that it replaces. */
export interface RecordChange {
  readonly before: WorkloadDocument;
  readonly after: WorkloadDocument;
  /** Empty where none was given. */
  readonly reason: string;
}

/** What may come with a write. */
export interface PutOptions {
  /** Why, for the record; absent or empty where none is given. */
  readonly reason?: string;
  /**
   * Asked before a record is written that somebody has written before; what it throws refuses the write.
   * Who writes first says where the workload really is, and is not asked.
   */
  readonly check?: (change: RecordChange) => Promise<void>;
}

/** The workloads' records. */
export interface WorkloadRegistry {
  get(id: string): Versioned<WorkloadDocument> | null;
  list(): Versioned<WorkloadDocument>[];
  /**
   * Writes a whole document; what it leaves out takes the defaults of a workload on sight, and the stage
   * stays what it was.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
    options?: PutOptions,
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
    async put(id, input, actor, expectedVersion, { reason = '', check } = {}) {
      const current = get(id);
      const stage = current === null ? {} : { stage: current.document.stage };
      const document = parseDocument(id, input, {
        schema: workloadDocument,
        noun: "a workload's record",
        defaults: { ...workloadOnSight(id), ...stage },
        findFaults: ({ policy, gates = {} }) => [
          ...(policyExists(policy)
            ? []
            : [{ path: 'policy', message: `there is no policy ${policy}` }]),
          ...findGateFaults(gates),
        ],
      });
      const isChecked = check !== undefined && current !== null && hasAuthor(ledger, id);
      if (isChecked) await check({ before: current.document, after: document, reason });
      // What was checked has to be what is replaced.
      const expected = expectedVersion ?? (isChecked ? current.version : undefined);
      const [record] = await ledger.append([
        {
          kind: 'workload',
          id,
          document,
          actor,
          reason,
          ...(expected === undefined ? {} : { expectedVersion: expected }),
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

/** How the ledger names the program itself. */
const SYSTEM = 'system';

/** Whether somebody has written a workload's record; on sight the program does. */
const hasAuthor = (ledger: Ledger, id: string): boolean =>
  ledger.history('workload', id).some(({ actor }) => actor !== SYSTEM);

function findGateFaults(gates: NonNullable<WorkloadDocument['gates']>): FieldError[] {
  return Object.keys(gates).flatMap((id) => {
    const gate = findGate(id);
    const path = `gates.${id}`;
    if (gate === null) return [{ path, message: 'there is no such gate' }];
    if (gate.approvers.length > 0) return [];
    return [{ path, message: 'nobody signs this gate: it is proved without' }];
  });
}

/** Registers a workload unless somebody was faster; the record then is theirs. */
async function registerOne(ledger: Ledger, id: string): Promise<boolean> {
  try {
    await ledger.append([
      {
        kind: 'workload',
        id,
        document: workloadOnSight(id),
        actor: SYSTEM,
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
