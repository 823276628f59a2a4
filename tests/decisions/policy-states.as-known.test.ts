import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { resolveReference } from '../../decisions/registry/policy-states.ts';
import { GENESIS_HASH, type LedgerRecord } from '../../store/ledger/record.ts';
import { sha256 } from './engine-fixtures.ts';

/** A ledger's policies, one more record a minute. */
function ledgerOf(documents: readonly (readonly [actor: string, document: PolicyDocument])[]) {
  const records: LedgerRecord[] = [];
  for (const [actor, document] of documents) {
    const version = records.filter(({ id }) => id === document.id).length + 1;
    records.push({
      sequence: records.length + 1,
      atMs: (records.length + 1) * 60_000,
      kind: 'policy',
      id: document.id,
      version,
      actor,
      action: version === 1 ? 'create' : 'update',
      reason: '',
      document,
      previousHash: GENESIS_HASH,
      hash: GENESIS_HASH,
    });
  }
  const all = {
    ids: () => [...new Set(records.map(({ id }) => id))],
    recordsOf: (id: string) => records.filter((record) => record.id === id),
    hash: sha256,
  };
  const resolve = (reference: string, atMs = Infinity) => resolveReference(reference, atMs, all);
  /** As the ledger answered when it held no more than the first so many records. */
  const asItWas = (reference: string, count: number) =>
    resolveReference(reference, Infinity, {
      ...all,
      recordsOf: (id) => records.slice(0, count).filter((record) => record.id === id),
    });
  return { resolve, asItWas };
}

const limit = (id: string, error_rate: number, base?: string): PolicyDocument => ({
  id,
  signals: { error_rate: { role: 'required', limit: error_rate } },
  ...(base === undefined ? {} : { extends: base }),
});
const child = (base: string): PolicyDocument => ({ id: 'child', extends: base });
const PERSON = 'person:tester';

/** Minute of the record: 1 built in, 2 base, 3 child, 4 base again, 5 child again, 6 base again. */
const { resolve, asItWas } = ledgerOf([
  ['system', DEFAULT_POLICY],
  [PERSON, limit('base', 0.1)],
  [PERSON, child('base')],
  [PERSON, limit('base', 0.05)],
  [PERSON, { ...child('base'), title: 'Second' }],
  [PERSON, limit('base', 0.02)],
]);
const minute = (n: number): number => n * 60_000;

describe('a policy by its version', () => {
  it('is the one that was in force then, limit changes and all', () => {
    expect(resolve('child@1', minute(3.5))).toEqual(asItWas('child', 3));
    expect(resolve('child@1', minute(4.5))).toEqual(asItWas('child', 4));
    expect(resolve('child@2', minute(5.5))).toEqual(asItWas('child', 5));
    expect(resolve('child@2', minute(6.5))).toEqual(resolve('child'));
    expect(resolve('child@2', minute(6.5)).limitChangesMs).toEqual({
      error_rate: [minute(4), minute(6)],
    });
  });

  it('outside its time is as it was at its first or its last moment', () => {
    expect(resolve('child@1', minute(1))).toEqual(asItWas('child', 3));
    expect(resolve('child@1', minute(9))).toEqual(asItWas('child', 4));
    expect(resolve('child@1')).toEqual(asItWas('child', 4));
  });

  it('is not found where there was none', () => {
    for (const reference of ['child@3', 'nobody@1', 'nobody', `child@${'0'.repeat(64)}`]) {
      expect(() => resolve(reference)).toThrow(`there is no policy ${reference}`);
    }
  });
});

describe('a policy by its hash', () => {
  it('is each state it was ever in, also those that only what it extends made', () => {
    for (const count of [3, 4, 5, 6]) {
      const then = asItWas('child', count);
      const named = `child@${then.policy.hash}`;
      const found = resolve(named, minute(count));
      expect(found.policy.hash).toBe(then.policy.hash);
      expect(found.limitChangesMs).toEqual(then.limitChangesMs);
    }
  });

  it('written after the instant is found, and what changed after the instant changes no evidence before it', () => {
    const { policy } = asItWas('child', 4);
    const early = resolve(`child@${policy.hash}`, minute(2));
    expect(early.policy.hash).toBe(policy.hash);
    const before = (changes: readonly number[]) => changes.filter((atMs) => atMs <= minute(2));
    expect(Object.values(early.limitChangesMs).flatMap(before)).toEqual([]);
  });
});

it('a built-in policy that a person replaced later decides what it decided', () => {
  const ledger = ledgerOf([
    ['system', DEFAULT_POLICY],
    [PERSON, { ...DEFAULT_POLICY, signals: { error_rate: { role: 'required', limit: 0.01 } } }],
  ]);
  const builtIn = ledger.asItWas('default', 1);
  expect(ledger.resolve('default@1', minute(1.5))).toEqual(builtIn);
  expect(ledger.resolve(`default@${builtIn.policy.hash}`, minute(1.5))).toEqual(builtIn);
  expect(ledger.resolve('default@2', minute(3))).toEqual(ledger.resolve('default'));
});
