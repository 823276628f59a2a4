import { BellwetherError } from '../../core/errors.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { LedgerRecord } from '../../store/ledger/record.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { limitChanges, type LimitChanges } from '../policy/limit-changes.ts';
import { policyDocument, type PolicyDocument, type ResolvedPolicy } from '../policy/policy.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import { parseDocument, type Versioned } from './parse-document.ts';

/** A policy ready to decide, and when its limits changed. */
export interface PolicyInForce {
  readonly policy: ResolvedPolicy;
  readonly limitChangesMs: LimitChanges;
}

/** The policies and all their versions. */
export interface PolicyRegistry {
  get(id: string): Versioned<PolicyDocument> | null;
  list(): Versioned<PolicyDocument>[];
  /**
   * Writes a whole document as a new version.
   * @throws BellwetherError `invalid` with every problem, also of policies that extend it;
   *   `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<PolicyDocument>>;
  /**
   * @param reference `id`, or `id@version` for an earlier one
   * @throws BellwetherError `not_found`
   */
  resolve(reference: string): PolicyInForce;
}

const SYSTEM = 'system';
const documentOf = (record: LedgerRecord): PolicyDocument => policyDocument.parse(record.document);

/** The versions that count: the built-in one only until a person has written one. */
function versionsThatCount(history: readonly LedgerRecord[]): readonly LedgerRecord[] {
  const written = history.filter(({ actor }) => actor !== SYSTEM);
  return written.length > 0 ? written : history;
}

/** The version in force at an instant; before the first, the first. */
function asOf(history: readonly LedgerRecord[], atMs: number): LedgerRecord | undefined {
  const versions = versionsThatCount(history);
  return versions.findLast((record) => record.atMs <= atMs) ?? versions[0];
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
  const get = (id: string): Versioned<PolicyDocument> | null => {
    const record = ledger.get('policy', id);
    return record ? { document: documentOf(record), version: record.version } : null;
  };
  const current = (id: string): PolicyDocument | undefined => get(id)?.document;

  /** Instants at which the policy or one that it extends got a new version. */
  const changeInstants = (id: string): number[] => {
    const instants = new Set<number>();
    const seen = new Set<string>();
    for (let next: string | undefined = id; next !== undefined && !seen.has(next);) {
      seen.add(next);
      for (const { atMs } of versionsThatCount(ledger.history('policy', next))) instants.add(atMs);
      next = current(next)?.extends;
    }
    return [...instants].sort((a, b) => a - b);
  };

  const limitChangesOf = (id: string): LimitChanges =>
    limitChanges(
      changeInstants(id).flatMap((fromMs) => {
        const record = asOf(ledger.history('policy', id), fromMs);
        if (!record) return [];
        const lookup = (base: string): PolicyDocument | undefined => {
          const found = asOf(ledger.history('policy', base), fromMs);
          return found && documentOf(found);
        };
        const policy = resolvePolicy(documentOf(record), record.version, lookup, hash);
        return [{ fromMs, policy }];
      }),
    );

  const refuseBreakingOthers = (document: PolicyDocument): void => {
    const lookup = (id: string): PolicyDocument | undefined =>
      id === document.id ? document : current(id);
    for (const { document: other } of list()) {
      if (other.id !== document.id) resolvePolicy(other, 1, lookup, hash);
    }
    resolvePolicy(document, 1, lookup, hash);
  };

  const list = (): Versioned<PolicyDocument>[] =>
    ledger
      .list('policy')
      .map((record) => ({ document: documentOf(record), version: record.version }));

  const putNow: PolicyRegistry['put'] = async (id, input, actor, expectedVersion) => {
    const document = parseDocument(id, input, {
      schema: policyDocument,
      noun: 'a policy',
      defaults: {},
    });
    refuseBreakingOthers(document);
    const [record] = await ledger.append([
      {
        kind: 'policy',
        id,
        document,
        actor,
        reason: '',
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      },
    ]);
    return { document, version: record?.version ?? 0 };
  };
  let queue: Promise<unknown> = Promise.resolve();

  return {
    get,
    list,
    put(id, input, actor, expectedVersion) {
      // One at a time: two writes that are each fine may together make a circle of extends.
      const turn = queue.then(() => putNow(id, input, actor, expectedVersion));
      queue = turn.catch(() => undefined);
      return turn;
    },
    resolve(reference) {
      const [id = '', version] = reference.split('@');
      const history = ledger.history('policy', id);
      const record =
        version === undefined
          ? history.at(-1)
          : history.find((candidate) => candidate.version === Number(version));
      if (!record) throw new BellwetherError('not_found', `there is no policy ${reference}`);
      return {
        policy: resolvePolicy(documentOf(record), record.version, current, hash),
        limitChangesMs: version === undefined ? limitChangesOf(id) : {},
      };
    },
  };
}
