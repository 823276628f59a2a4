import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { workloadDocument, workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import type { LedgerChange } from '../../store/ledger/chain-changes.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { findGate } from '../gates/gate-catalogue.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';
import { restateBase } from '../effect/restate-base.ts';
import { readModeRecord, type ModeRecord } from './mode-record.ts';

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
  /** Whether the rollout may be raised without a decision; absent: no. */
  readonly mayRaise?: boolean;
}

/** The workloads' records. */
export interface WorkloadRegistry {
  get(id: string): Versioned<WorkloadDocument> | null;
  list(): Versioned<WorkloadDocument>[];
  /**
   * Writes a whole document; what it leaves out takes the defaults of a workload on sight, but for its
   * stage and its rollout, which stay. The rollout is kept with the mode, in one act with the record.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version,
   *   `forbidden` where the rollout is raised and may not be
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
  now: () => number,
): WorkloadRegistry {
  const get = (id: string): Versioned<WorkloadDocument> | null => {
    const read = readModeRecord(ledger, id);
    return read && { document: read.workload, version: read.workloadVersion };
  };
  return {
    get,
    list: () => ledger.list('workload').flatMap(({ id }) => get(id) ?? []),
    async put(id, input, actor, expectedVersion, options = {}) {
      const { reason = '', check, mayRaise = false } = options;
      const before = readModeRecord(ledger, id);
      const stage = before === null ? {} : { stage: before.workload.stage };
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
      if (expectedVersion !== undefined) requireVersion(id, before, expectedVersion);
      const isChecked = check !== undefined && before !== null && hasAuthor(ledger, id);
      if (isChecked) await check({ before: before.workload, after: document, reason });
      // What was seen, or checked, has to be what is replaced.
      const isPinned = expectedVersion !== undefined || isChecked;
      const act = { actor, reason, mayRaise, isPinned, atMs: now() };
      await ledger.append(changesOf(document, before, act));
      const kept = get(id);
      if (!kept) throw new BellwetherError('unavailable', `the workload ${id} was not kept`);
      return kept;
    },
    async registerOnSight(ids) {
      const sighted = [...new Set(ids)];
      const registered: string[] = [];
      for (let at = 0; at < sighted.length; at += SIGHTS_AN_ACT) {
        registered.push(...(await registerAll(ledger, sighted.slice(at, at + SIGHTS_AN_ACT))));
      }
      return registered;
    },
  };
}

function requireVersion(id: string, before: ModeRecord | null, expected: number): void {
  const current = before?.workloadVersion ?? 0;
  if (current === expected) return;
  throw new BellwetherError(
    'stale_version',
    `workload ${id} is at version ${current}, not ${expected}: read it again`,
  );
}

/** The record, and the mode where it changes with it; a mode that is written takes the rollout over. */
function changesOf(
  document: WorkloadDocument,
  before: ModeRecord | null,
  act: {
    readonly actor: string;
    readonly reason: string;
    readonly mayRaise: boolean;
    /** Whether the record that was read has to be the one that is replaced. */
    readonly isPinned: boolean;
    readonly atMs: number;
  },
): LedgerChange[] {
  const { actor } = act;
  const { id, rollout: stated, ...rest } = document;
  const seen = act.isPinned ? { expectedVersion: before?.recordVersion ?? 0 } : {};
  const whole = { kind: 'workload', id, actor, reason: act.reason, ...seen } as const;
  if (before === null) return [{ ...whole, document }];
  const mode = restateBase(before.mode, stated, {
    ...act,
    from: before.workload.stage,
    to: rest.stage,
  });
  const isWritten = before.modeVersion > 0 || mode !== before.mode;
  const { rollout } = before.workload;
  const kept = isWritten || rollout === undefined ? { id, ...rest } : { id, ...rest, rollout };
  const record: LedgerChange = { ...whole, document: kept };
  if (mode === before.mode) return [record];
  const { reason } = mode.base;
  const expectedVersion = before.modeVersion;
  return [record, { kind: 'mode', id, document: mode, actor, reason, expectedVersion }];
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

/** New workloads in one act: the first hand-over waits for them, and each act is a durable write. */
const SIGHTS_AN_ACT = 1000;

/** Registers those that are new, in one act; where somebody was faster with one, the record is theirs. */
async function registerAll(ledger: Ledger, ids: readonly string[]): Promise<readonly string[]> {
  const absent = ids.filter((id) => ledger.get('workload', id) === undefined);
  if (absent.length === 0) return [];
  try {
    await ledger.append(
      absent.map((id) => ({
        kind: 'workload',
        id,
        document: workloadOnSight(id),
        actor: SYSTEM,
        reason: 'first event seen',
        expectedVersion: 0,
      })),
    );
    return absent;
  } catch (error) {
    const isOvertaken = error instanceof BellwetherError && error.code === 'stale_version';
    const isNews = absent.some((id) => ledger.get('workload', id) !== undefined);
    if (!isOvertaken || !isNews) throw error;
    return registerAll(ledger, absent);
  }
}
