import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Capacity } from '../../core/workload.ts';
import { findSigned } from '../../decisions/gates/find-signed.ts';
import { gatesToMove, nextStage, stageMove } from '../../decisions/gates/stage-move.ts';
import { chooseCapacity, refuseSignature, type Signer } from '../../decisions/gates/may-sign.ts';
import { gate, NOW_MS, RECORD, signedBy } from './gate-fixtures.ts';

const CAPACITIES = ['business', 'technical', 'operations', 'expert'] as const;
const person = (id: string, email: string | null = null): Signer => ({
  kind: 'person',
  person: { id, email },
});
const question = (id: string, owners: Partial<Record<Capacity, string>>) => ({
  gate: gate(id),
  workload: { ...RECORD, owners },
  signatures: [],
  atMs: NOW_MS,
});
const refusal = (...args: Parameters<typeof refuseSignature>) =>
  refuseSignature(...args)?.words ?? null;

test('no person counts twice, and no capacity stays open that could be signed', () => {
  const anySignatures = fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...CAPACITIES)),
    { maxLength: 8 },
  );
  const anyNeeded = fc.uniqueArray(fc.constantFrom(...CAPACITIES), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anyNeeded, anySignatures, (needed, pairs) => {
      const { by, open } = findSigned(
        needed,
        pairs.map(([who, capacity]) => signedBy(who, capacity)),
        NOW_MS,
      );
      const people = [...by.values()].map((one) => one.person);
      expect(new Set(people).size).toBe(people.length);
      for (const [capacity, one] of by) expect(one.capacity).toBe(capacity);
      expect(open).toEqual(needed.filter((capacity) => !by.has(capacity)));
      expect(by.size).toBe(mostMatched(needed, pairs));
    }),
  );
});

/** As many capacities as can be signed by different people, found by trying everything. */
function mostMatched(
  needed: readonly Capacity[],
  pairs: readonly (readonly [string, Capacity])[],
  taken: readonly string[] = [],
): number {
  const [capacity, ...rest] = needed;
  if (capacity === undefined) return 0;
  const signers = pairs.filter(([who, one]) => one === capacity && !taken.includes(who));
  const withOne = signers.map(([who]) => 1 + mostMatched(rest, pairs, [...taken, who]));
  return Math.max(mostMatched(rest, pairs, taken), ...withOne);
}

test('only who the record names by id or email signs, and is told why not', () => {
  const owners = { operations: 'Ola@Example.com', expert: '' };
  const ask = (signer: Signer, id = 'it_operations_review', capacity: Capacity = 'operations') =>
    refusal(question(id, owners), signer, capacity);
  expect(ask(person('p1', 'ola@example.COM'))).toBeNull();
  expect(ask(person('Ola@Example.com'))).toBeNull();
  expect(ask(person('p2', 'eve@example.com'))).toMatch(/does not name you as its operations owner/);
  expect(ask(person('p1'), 'evaluation_set', 'expert')).toMatch(/names no expert owner/);
  expect(ask(person('p1'), 'it_operations_review', 'risk')).toMatch(
    /signed for operations, not for/,
  );
  expect(ask(person('p1'), 'rollback_rehearsed')).toMatch(/proved by telemetry: nobody can sign/);
});

test('who builds never accepts for the business, and one person signs a gate once', () => {
  const both = { business: 'tom', technical: 'tom' };
  expect(refusal(question('users_trained', both), person('tom'), 'business')).toMatch(
    /own the build/,
  );
  const twice = question('purpose_stated', { business: 'bea', operations: 'bea' });
  const signatures = [signedBy('bea', 'business')];
  expect(refusal({ ...twice, signatures }, person('bea'), 'operations')).toMatch(/counts once/);
  expect(refusal({ ...twice, signatures }, person('bea'), 'business')).toBeNull();
});

test('a key signs nothing but what a program may', () => {
  const key: Signer = { kind: 'program' };
  expect(refusal(question('garbage_input', {}), key, 'technical')).toBeNull();
  expect(refusal(question('users_trained', { business: 'b' }), key, 'business')).toMatch(
    /a key is no person/,
  );
});

test('who names no capacity signs in the one that is still open', () => {
  const owners = { technical: 'tom', expert: 'eva' };
  const asked = question('failure_modes', owners);
  expect(chooseCapacity(asked, person('eva'))).toBe('expert');
  expect(chooseCapacity(asked, person('tom'))).toBe('technical');
  expect(chooseCapacity(asked, person('eve'))).toBe('technical');
  expect(chooseCapacity(question('owners', owners), person('tom'))).toBeNull();
});

test('no stage is skipped, and what leads into design is asked for on the way out of it', () => {
  expect(stageMove('design', 'production')).toBe('skip');
  expect(stageMove('design', 'retired')).toBe('skip');
  expect(stageMove('testing', 'sandbox')).toBe('forward');
  expect(stageMove('production', 'retired')).toBe('retire');
  expect(stageMove('retired', 'sandbox')).toBe('back');
  expect([nextStage('testing'), nextStage('production')]).toEqual(['sandbox', null]);
  const ids = (...args: Parameters<typeof gatesToMove>) => gatesToMove(...args).map(({ id }) => id);
  expect(ids('design', 'testing', {})).toEqual([
    'purpose_stated',
    'owners',
    'data_contract',
    'evaluation_set',
  ]);
  const internal = ids('sandbox', 'production', { risk_class: 'internal' });
  expect(internal).toContain('rollback_rehearsed');
  expect(internal).not.toContain('compliance_review');
  expect(internal).not.toContain('review_on_cadence');
  expect(ids('sandbox', 'production', { risk_class: 'regulated' })).toContain('compliance_review');
});
