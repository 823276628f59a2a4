import type { FieldError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { isoTime } from '../../core/time.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { LedgerRecord } from '../../store/ledger/record.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { policyChain, type PolicyLookup } from '../policy/inherit-signals.ts';
import type { LimitChanges } from '../policy/limit-changes.ts';
import type { PolicyVersionItem } from '../policy/policy-version.ts';
import {
  policyDocument,
  type PolicyDocument,
  type PolicySubject,
  type ResolvedPolicy,
} from '../policy/policy.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';
import {
  SYSTEM,
  documentOf,
  findEdition,
  resolveIfUsable,
  resolveReference,
  type PolicyEdition,
} from './policy-states.ts';

/** A policy ready to decide, and when its limits changed. */
export interface PolicyInForce {
  readonly policy: ResolvedPolicy;
  readonly limitChangesMs: LimitChanges;
}

/** The policies and all their versions. */
export interface PolicyRegistry {
  get(id: string): Versioned<PolicyDocument> | null;
  list(): Versioned<PolicyDocument>[];
  /** All versions, the newest first; empty where there is no such policy. */
  versions(id: string): PolicyVersionItem[];
  /**
   * A document as {@link PolicyRegistry.put} would take it, without writing it.
   * @returns it as the version it would become, with what it builds on as that is now
   * @throws BellwetherError `invalid` with every problem, also of policies that extend it
   */
  draft(id: string, input: unknown): PolicyEdition;
  /**
   * Writes a whole document as a new version.
   * @param reason why, for the record; empty where none is given
   * @throws BellwetherError `invalid` with every problem, also of policies that extend it;
   *   `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
    reason?: string,
  ): Promise<Versioned<PolicyDocument>>;
  /**
   * A document by itself, before any workload is looked at.
   * @param reference `id` or `id@version`
   * @throws BellwetherError `not_found`
   */
  edition(reference: string): PolicyEdition;
  /**
   * @param reference `id`, or `id@version` or `id@hash` for an earlier one: see `resolveReference`
   * @param atMs instant that is asked about, epoch milliseconds; absent: now
   * @param workload whose risk class and override count; absent: the policy as it is for all
   * @throws BellwetherError `not_found`
   */
  resolve(reference: string, atMs?: number, workload?: PolicySubject): PolicyInForce;
}

/** Opens the registry; the built-in policy becomes version 1 of `default` in a new ledger. */
export async function createPolicyRegistry(
  ledger: Ledger,
  hash: (text: string) => string,
): Promise<PolicyRegistry> {
  if (ledger.get('policy', DEFAULT_POLICY.id) === undefined) {
    await ledger.append([
      {
        kind: 'policy',
        id: DEFAULT_POLICY.id,
        document: DEFAULT_POLICY,
        actor: SYSTEM,
        reason: 'built in',
      },
    ]);
  }
  const recordsOf = (id: string) => ledger.history('policy', id);
  const get = (id: string): Versioned<PolicyDocument> | null => {
    const record = ledger.get('policy', id);
    return record ? { document: documentOf(record), version: record.version } : null;
  };
  const list = (): Versioned<PolicyDocument>[] =>
    ledger
      .list('policy')
      .map((record) => ({ document: documentOf(record), version: record.version }));
  const current: PolicyLookup = (id) => get(id)?.document;

  /** Policies as they are now and the records they were made of; every portfolio asks for them all. */
  const resolved = new Map<string, { inForce: PolicyInForce; madeOf: readonly LedgerRecord[] }>();

  const draft: PolicyRegistry['draft'] = (id, input) => {
    const document = parseDocument(id, input, {
      schema: policyDocument,
      noun: 'a policy',
      defaults: {},
      findFaults: findReservedId,
    });
    const lookup: PolicyLookup = (name) => (name === id ? document : current(name));
    resolvePolicy(document, 1, lookup, hash);
    for (const { document: other } of list()) {
      // One that can no longer decide anyway is not this document's fault.
      const asItIs = { document: other, version: 1, lookup: current };
      if (other.id === id || !resolveIfUsable(asItIs, hash)) continue;
      resolvePolicy(other, 1, lookup, hash);
    }
    return { document, version: (get(id)?.version ?? 0) + 1, lookup };
  };

  const putNow = async (
    id: string,
    input: unknown,
    actor: string,
    expectedVersion: number | undefined,
    reason: string,
  ): Promise<Versioned<PolicyDocument>> => {
    const { document } = draft(id, input);
    const checked = expectedVersion === undefined ? {} : { expectedVersion };
    const change = { kind: 'policy', id, document, actor, reason, ...checked } as const;
    const [record] = await ledger.append([change]);
    return { document, version: record?.version ?? 0 };
  };
  const inTurn = oneAtATime();

  const resolveNow: PolicyRegistry['resolve'] = (reference, atMs = Infinity, workload) => {
    const ids = () => ledger.list('policy').map(({ id }) => id);
    return resolveReference(reference, atMs, { ids, recordsOf, hash }, workload ?? null);
  };

  return {
    get,
    list,
    draft,
    edition: (reference) => findEdition(reference, recordsOf),
    versions: (id) =>
      recordsOf(id)
        .map((record) => ({
          version: record.version,
          at: isoTime(record.atMs),
          actor: record.actor,
          reason: record.reason,
          hash:
            resolveIfUsable(findEdition(`${id}@${record.version}`, recordsOf), hash)?.hash ?? null,
          document: documentOf(record),
        }))
        .reverse(),
    put(id, input, actor, expectedVersion, reason = '') {
      // One at a time: two writes that are each fine may together make a circle of extends.
      return inTurn(() => putNow(id, input, actor, expectedVersion, reason));
    },
    resolve(reference, atMs, workload) {
      if (reference.includes('@')) return resolveNow(reference, atMs, workload);
      const asked = JSON.stringify([reference, workload?.id, workload?.risk_class]);
      const known = resolved.get(asked);
      if (known?.madeOf.every((record) => recordsOf(record.id).at(-1) === record)) {
        return known.inForce;
      }
      const inForce = resolveNow(reference, atMs, workload);
      const { document, lookup } = findEdition(reference, recordsOf);
      const chain = policyChain(document, lookup);
      const madeOf = chain.flatMap(({ id }) => recordsOf(id).at(-1) ?? []);
      resolved.set(asked, { inForce, madeOf });
      return inForce;
    },
  };
}

/** An address of the interface that a policy cannot be read under. */
function findReservedId({ id }: PolicyDocument): FieldError[] {
  return id === 'schema' ? [{ path: 'id', message: 'is the address of the JSON Schema' }] : [];
}
