import { BellwetherError } from '../../core/errors.ts';
import type { LedgerRecord } from '../../store/ledger/record.ts';
import { limitChanges, type LimitChanges } from '../policy/limit-changes.ts';
import type { PolicyLookup } from '../policy/inherit-signals.ts';
import {
  policyDocument,
  type PolicyDocument,
  type PolicySubject,
  type ResolvedPolicy,
} from '../policy/policy.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import type { PolicyInForce } from './policies.ts';

/** All records of a policy, oldest first; empty where there is no such policy. */
export type RecordsOf = (id: string) => readonly LedgerRecord[];

/** What references are resolved in. */
export interface PolicyRecords {
  readonly ids: () => readonly string[];
  readonly recordsOf: RecordsOf;
  readonly hash: (text: string) => string;
}

/** A policy's document at one time, and the documents it builds on as they stood then. */
export interface PolicyEdition {
  readonly document: PolicyDocument;
  readonly version: number;
  readonly lookup: PolicyLookup;
}

/** Who writes what is built in. */
export const SYSTEM = 'system';

/** The policy that a record holds. */
export const documentOf = (record: LedgerRecord): PolicyDocument =>
  policyDocument.parse(record.document);

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

/** Instants at which the policy or one that it extends got a new version. */
function changeInstants(id: string, recordsOf: RecordsOf): number[] {
  const instants = new Set<number>();
  const seen = new Set<string>();
  for (let next: string | undefined = id; next !== undefined && !seen.has(next);) {
    seen.add(next);
    const records = recordsOf(next);
    for (const { atMs } of versionsThatCount(records)) instants.add(atMs);
    const last = records.at(-1);
    next = last && documentOf(last).extends;
  }
  return [...instants].sort((a, b) => a - b);
}

function limitChangesOf(id: string, { recordsOf, hash, workload }: Resolving): LimitChanges {
  return limitChanges(
    changeInstants(id, recordsOf).flatMap((fromMs) => {
      const record = asOf(recordsOf(id), fromMs);
      if (!record) return [];
      const lookup = (base: string): PolicyDocument | undefined => {
        const found = asOf(recordsOf(base), fromMs);
        return found && documentOf(found);
      };
      const edition = { document: documentOf(record), version: record.version, lookup };
      const policy = resolveIfUsable(edition, hash, workload);
      return policy ? [{ fromMs, policy }] : [];
    }),
  );
}

/** An edition ready to decide; null where it no longer can, because more is asked of policies now. */
export function resolveIfUsable(
  { document, version, lookup }: PolicyEdition,
  hash: (text: string) => string,
  workload: PolicySubject | null = null,
): ResolvedPolicy | null {
  try {
    return resolvePolicy(document, version, lookup, hash, workload);
  } catch (error) {
    if (error instanceof BellwetherError && error.code === 'invalid') return null;
    throw error;
  }
}

/** What is resolved in, and for which workload; null: for all. */
interface Resolving extends Pick<PolicyRecords, 'recordsOf' | 'hash'> {
  readonly workload: PolicySubject | null;
}

/** The last version in some records, with what it extends in theirs; null without any. */
function lastEdition(id: string, recordsOf: RecordsOf): PolicyEdition | null {
  const record = recordsOf(id).at(-1);
  if (!record) return null;
  const lookup = (base: string): PolicyDocument | undefined => {
    const found = recordsOf(base).at(-1);
    return found && documentOf(found);
  };
  return { document: documentOf(record), version: record.version, lookup };
}

function lastOf(id: string, resolving: Resolving): PolicyInForce | null {
  const edition = lastEdition(id, resolving.recordsOf);
  if (!edition) return null;
  const { document, version, lookup } = edition;
  return {
    policy: resolvePolicy(document, version, lookup, resolving.hash, resolving.workload),
    limitChangesMs: limitChangesOf(id, resolving),
  };
}

const only =
  (recordsOf: RecordsOf, counts: (record: LedgerRecord) => boolean): RecordsOf =>
  (id) =>
    recordsOf(id).filter(counts);

/**
 * A policy as a reference names it.
 *
 * `id`: as it is now. `id@version`: that version, with what it extends as that stood at an instant, or
 * at the version's first or last moment where the instant lies outside its time; limits changed when
 * they had changed by then. So a verdict of the past is worked out by exactly what decided it then.
 * `id@hash`: the same for a policy that changed without a version of its own, because one that it
 * extends did; of several moments with that hash the one nearest after the instant, else before it.
 * @param reference `id`, `id@version` or `id@hash`
 * @param atMs epoch milliseconds
 * @param workload whose risk class and override count; null: as it is for all
 * @throws BellwetherError `not_found`
 */
export function resolveReference(
  reference: string,
  atMs: number,
  { ids, recordsOf, hash }: PolicyRecords,
  workload: PolicySubject | null = null,
): PolicyInForce {
  const [id = '', which] = reference.split('@');
  const resolving = { recordsOf, hash, workload };
  const stood =
    which === undefined
      ? recordsOf
      : /^\d{1,9}$/.test(which)
        ? recordsOfVersion(id, Number(which), atMs, recordsOf)
        : recordsOfHash(id, which, atMs, ids(), resolving);
  const found = stood && lastOf(id, { ...resolving, recordsOf: stood });
  if (!found) throw new BellwetherError('not_found', `there is no policy ${reference}`);
  return found;
}

/**
 * The document that `id` or `id@version` names, with those it builds on: as they are now, or as they
 * stood in the version's last moment.
 * @throws BellwetherError `not_found`
 */
export function findEdition(reference: string, recordsOf: RecordsOf): PolicyEdition {
  const [id = '', version] = reference.split('@');
  const stood =
    version === undefined ? recordsOf : recordsOfVersion(id, Number(version), Infinity, recordsOf);
  const found = stood && lastEdition(id, stood);
  if (!found) throw new BellwetherError('not_found', `there is no policy ${reference}`);
  return found;
}

function recordsOfVersion(
  id: string,
  version: number,
  atMs: number,
  recordsOf: RecordsOf,
): RecordsOf | null {
  const records = recordsOf(id);
  const record = records.find((candidate) => candidate.version === version);
  if (!record) return null;
  const endOfTime = records.find((candidate) => candidate.version > version)?.sequence ?? Infinity;
  const stood = ({ sequence, atMs: writtenMs }: LedgerRecord): boolean =>
    sequence <= record.sequence || (sequence < endOfTime && writtenMs <= atMs);
  return only(recordsOf, stood);
}

function recordsOfHash(
  id: string,
  wanted: string,
  atMs: number,
  ids: readonly string[],
  { recordsOf, hash, workload }: Resolving,
): RecordsOf | null {
  const moments = ids.flatMap(recordsOf).sort((a, b) => a.sequence - b.sequence);
  const inForce = moments.findLastIndex((moment) => moment.atMs <= atMs);
  const nearest = [...moments.slice(Math.max(0, inForce)), ...moments.slice(0, inForce).reverse()];
  for (const moment of nearest) {
    const stood = only(recordsOf, ({ sequence }) => sequence <= moment.sequence);
    const edition = lastEdition(id, stood);
    if (!edition) continue;
    if (resolveIfUsable(edition, hash, workload)?.hash === wanted) return stood;
  }
  return null;
}
