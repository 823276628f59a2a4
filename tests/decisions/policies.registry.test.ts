import { beforeAll, describe, expect, it } from 'vitest';
import { createPolicyRegistry, type PolicyRegistry } from '../../decisions/registry/policies.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';
import { sha256 } from './engine-fixtures.ts';

const database = useDatabase();
let nowMs = 1_000;
let ledger: Ledger;
let policies: PolicyRegistry;

beforeAll(async () => {
  ledger = await openLedger(database(), Buffer.alloc(32), () => nowMs);
  policies = await createPolicyRegistry(ledger, sha256);
});

/** Writes at an instant of its own. */
async function putAt(atMs: number, id: string, document: object, reason?: string): Promise<void> {
  nowMs = atMs;
  await policies.put(id, document, 'person:tester', undefined, reason);
}

const errorRate = (limit: number) => ({ error_rate: { role: 'required', limit } });

describe('versions', () => {
  it('are listed newest first, with who, when, why and the hash that assessments name', async () => {
    await putAt(10_000, 'listed', { signals: errorRate(0.1) }, 'A first try.');
    await putAt(20_000, 'listed', { signals: errorRate(0.05) });
    const versions = policies.versions('listed');
    expect(versions).toMatchObject([
      { version: 2, at: '1970-01-01T00:00:20.000Z', actor: 'person:tester', reason: '' },
      { version: 1, at: '1970-01-01T00:00:10.000Z', reason: 'A first try.' },
    ]);
    expect(versions.map(({ hash }) => hash)).toEqual([
      policies.resolve('listed').policy.hash,
      policies.resolve('listed@1').policy.hash,
    ]);
    expect(policies.versions('nobody')).toEqual([]);
  });

  it('keep the hash they decided with when what they build on changes later', async () => {
    await putAt(30_000, 'ground', { signals: errorRate(0.1) });
    await putAt(31_000, 'built', { extends: 'ground' });
    const then = policies.resolve('built').policy.hash;
    await putAt(32_000, 'built', { extends: 'ground', confidence: 0.9 });
    await putAt(33_000, 'ground', { signals: errorRate(0.01) });
    expect(policies.versions('built').at(-1)).toMatchObject({ version: 1, hash: then });
    expect(policies.resolve('built').policy.signals.get('error_rate')?.limit).toBe(0.01);
  });
});

describe('a policy for a workload', () => {
  it('is asked for again after every change of it and of what it builds on', async () => {
    const limit = () =>
      policies
        .resolve('top', undefined, { id: 'w', risk_class: 'regulated' })
        .policy.signals.get('error_rate')?.limit;
    await putAt(40_000, 'bottom', { signals: errorRate(0.1) });
    await putAt(40_000, 'top', { extends: 'bottom' });
    expect([limit(), limit()]).toEqual([0.1, 0.1]);
    await putAt(41_000, 'bottom', {
      signals: errorRate(0.2),
      risk_classes: { regulated: { signals: errorRate(0.01) } },
    });
    expect(limit()).toBe(0.01);
    await putAt(42_000, 'top', {
      extends: 'bottom',
      overrides: { w: { reason: 'A pilot.', signals: errorRate(0.3) } },
    });
    expect(limit()).toBe(0.3);
  });

  it('lets evidence restart where its own limit changed, and nowhere else', async () => {
    const changed = (id: string) =>
      policies.resolve('limits', undefined, { id }).limitChangesMs['error_rate'] ?? [];
    await putAt(50_000, 'limits', { signals: errorRate(0.1) });
    await putAt(51_000, 'limits', {
      signals: errorRate(0.1),
      overrides: { pilot: { reason: 'A pilot.', signals: errorRate(0.3) } },
    });
    await putAt(52_000, 'limits', { signals: errorRate(0.05) });
    expect(changed('pilot')).toEqual([51_000, 52_000]);
    expect(changed('other')).toEqual([52_000]);
  });
});

describe('a draft', () => {
  it('is refused for everything that is wrong with it, and keeps nothing', async () => {
    const draft = () =>
      policies.draft('drafted', { signals: { speed: { role: 'advisory' } }, table: [] });
    expect(draft).toThrow(
      expect.objectContaining({
        code: 'invalid',
        errors: [
          { path: 'signals.speed', message: 'no such signal' },
          expect.objectContaining({ path: 'table' }),
        ],
      }),
    );
    expect(policies.draft('drafted', { signals: errorRate(0.1) })).toMatchObject({ version: 1 });
    expect(policies.get('drafted')).toBeNull();
  });

  it('is refused for what it breaks, and not for what was broken before', async () => {
    await putAt(60_000, 'base', { signals: errorRate(0.1) });
    await putAt(60_000, 'child', { extends: 'base' });
    expect(() => policies.draft('base', { extends: 'child' })).toThrow('extends itself');
    // As if more were asked of policies than when this one was written.
    await ledger.append([
      {
        kind: 'policy',
        id: 'outdated',
        document: { id: 'outdated', signals: { gone_signal: { role: 'advisory' } } },
        actor: 'person:tester',
        reason: '',
      },
    ]);
    expect(policies.draft('base', { signals: errorRate(0.2) }).version).toBe(2);
    expect(policies.versions('outdated')).toMatchObject([{ version: 1, hash: null }]);
  });

  it('cannot take the address of the JSON Schema', () => {
    expect(() => policies.draft('schema', {})).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'id' })] }),
    );
  });
});

it('a version that can no longer decide does not take the later ones with it', async () => {
  await ledger.append([
    {
      kind: 'policy',
      id: 'mended',
      document: { id: 'mended', signals: { gone_signal: { role: 'advisory' } } },
      actor: 'person:tester',
      reason: '',
    },
  ]);
  await putAt(70_000, 'mended', { signals: errorRate(0.1) });
  expect(policies.resolve('mended')).toMatchObject({ policy: { version: 2 }, limitChangesMs: {} });
});
