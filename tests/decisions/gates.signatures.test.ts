import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Capacity } from '../../core/workload.ts';
import { STAGES } from '../../core/workload.ts';
import { findSigned } from '../../decisions/gates/find-signed.ts';
import { approversOf, GATES } from '../../decisions/gates/gate-catalogue.ts';
import { barChanges } from '../../decisions/gates/bar-changes.ts';
import {
  gatesToMove,
  nextStage,
  otherStages,
  stageMove,
} from '../../decisions/gates/stage-move.ts';
import { chooseCapacity, refuseSignature, type Signer } from '../../decisions/gates/may-sign.ts';
import type { Signature } from '../../decisions/gates/signature.ts';
import { BUILDER_MS, type OwnersVersion } from '../../decisions/signing/owners-for.ts';
import { readSignedMembers } from '../../decisions/gates/signed-members.ts';
import { factsWith, gate, NOW_MS, prove, RECORD, signedBy } from './gate-fixtures.ts';

const CAPACITIES = ['business', 'technical', 'operations', 'expert'] as const;
const person = (id: string, email: string | null = null): Signer => ({
  kind: 'person',
  person: { id, email },
  actor: `person:${id}`,
});
const byAdmin = (owners: Partial<Record<Capacity, string>>): OwnersVersion[] => [
  { actor: 'person:admin', atMs: NOW_MS - 1, owners },
];
const question = (id: string, owners: Partial<Record<Capacity, string>>) => ({
  gate: gate(id),
  workload: { ...RECORD, owners },
  versions: byAdmin(owners),
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
  const owners = { operations: 'Operations-Owner@Example.com', expert: '' };
  const ask = (signer: Signer, id = 'it_operations_review', capacity: Capacity = 'operations') =>
    refusal(question(id, owners), signer, capacity);
  expect(ask(person('p1', 'operations-owner@example.COM'))).toBeNull();
  expect(ask(person('Operations-Owner@Example.com'))).toBeNull();
  expect(ask(person('p2', 'somebody@example.com'))).toMatch(
    /does not name you as its operations owner/,
  );
  expect(ask(person('p1'), 'evaluation_set', 'expert')).toMatch(/names no expert owner/);
  expect(ask(person('p1'), 'it_operations_review', 'risk')).toMatch(
    /signed for operations, not for/,
  );
  expect(ask(person('p1'), 'rollback_rehearsed')).toMatch(/proved by telemetry: nobody can sign/);
});

test('who builds never accepts for the business, and one person signs a gate once', () => {
  const both = { business: 'builder', technical: 'builder' };
  expect(refusal(question('users_trained', both), person('builder'), 'business')).toMatch(
    /own the build/,
  );
  const twice = question('purpose_stated', {
    business: 'business-owner',
    operations: 'business-owner',
  });
  const signatures = [signedBy('business-owner', 'business')];
  expect(refusal({ ...twice, signatures }, person('business-owner'), 'operations')).toMatch(
    /counts once/,
  );
  expect(refusal({ ...twice, signatures }, person('business-owner'), 'business')).toBeNull();
});

test('nobody signs as the owner they named themselves, until somebody else names them', () => {
  const asked = question('it_operations_review', { operations: 'writer' });
  const own = { actor: 'person:writer', atMs: NOW_MS - 2, owners: { operations: 'writer' } };
  const ask = (versions: OwnersVersion[]) =>
    refusal({ ...asked, versions }, person('writer'), 'operations');
  expect(ask([own])).toMatch(/named yourself the operations owner/);
  expect(ask([own, { ...own, actor: 'person:admin' }])).toMatch(/named yourself/);
  expect(ask([own, { ...own, owners: {} as never }, ...byAdmin(own.owners)])).toBeNull();
});

test('who handed the build over lately does not accept it for the business yet', () => {
  const handed = (agoMs: number): OwnersVersion[] => [
    { actor: 'person:admin', atMs: NOW_MS - 2 * BUILDER_MS, owners: { technical: 'builder' } },
    { actor: 'person:admin', atMs: NOW_MS - agoMs, owners: { business: 'builder' } },
  ];
  const ask = (versions: OwnersVersion[]) =>
    refusal(
      { ...question('users_trained', { business: 'builder' }), versions },
      person('builder'),
      'business',
    );
  expect(ask(handed(BUILDER_MS - 1))).toMatch(/in the last 90 days/);
  expect(ask(handed(BUILDER_MS + 1))).toBeNull();
});

describe('a signature counts for what was signed, and for no other text', () => {
  const asked = gate('purpose_stated');
  const then = {
    ...RECORD,
    purpose: 'Answers.',
    out_of_scope: 'Decides nothing.',
    business_case: { source: 'study', minute_value_usd: 1 },
  };
  const now = {
    ...then,
    purpose: 'Sells.',
    business_case: { ...then.business_case, source: 'guess' },
  };
  const kept = { signed_members: readSignedMembers(asked, then) };
  const missingOf = (record: typeof then, changes: Partial<Signature>) => {
    const given = new Map([[asked.id, [signedBy('business-owner', 'business', changes)]]]);
    return prove(asked.id, factsWith({ record, signatures: given })).missing.filter((line) =>
      line.includes('for business'),
    );
  };

  test('a change of what it is about ends it, and is told; a change of anything else does not', () => {
    expect(missingOf({ ...then, title: 'Other' }, kept)).toEqual([]);
    const reordered = { minute_value_usd: 1, source: 'study' };
    expect(missingOf({ ...then, business_case: reordered }, kept)).toEqual([]);
    expect(missingOf(now, kept)).toEqual([
      'Not signed for business: business-owner signed for another text: purpose and business_case changed.',
    ]);
  });

  test('one from before, with which nothing was kept, counts as it did', () => {
    expect(missingOf(now, {})).toEqual([]);
  });

  test('whoever signed another text signs again, in any capacity', () => {
    const owners = { business: 'business-owner', operations: 'business-owner' };
    const signatures = [signedBy('business-owner', 'business', kept)];
    const record = { gate: asked, versions: byAdmin(owners), signatures, atMs: NOW_MS };
    const before = { ...record, workload: { ...then, owners } };
    const after = { ...record, workload: { ...now, owners } };
    expect(refusal(before, person('business-owner'), 'operations')).toMatch(/counts once/);
    expect(refusal(after, person('business-owner'), 'operations')).toBeNull();
    expect(chooseCapacity(after, person('business-owner'))).toBe('business');
  });

  test('every member that a gate is signed about is one that a record can hold', () => {
    const full = {
      ...then,
      support_path: 'a',
      escalation_path: 'b',
      agreed: { evaluation_pass_rate: 1, audited_error_rate: 1 },
    };
    for (const one of GATES) {
      expect([one.id, Object.values(readSignedMembers(one, full)).includes(null)]).toEqual([
        one.id,
        false,
      ]);
      if (one.signedMembers.length > 0) expect(one.approvers).not.toEqual([]);
    }
  });
});

test('a key signs nothing but what a program may', () => {
  const key: Signer = { kind: 'program' };
  expect(refusal(question('garbage_input', {}), key, 'technical')).toBeNull();
  expect(refusal(question('users_trained', { business: 'b' }), key, 'business')).toMatch(
    /a key is no person/,
  );
});

test('who names no capacity signs in the one that is still open', () => {
  const owners = { technical: 'builder', expert: 'eva' };
  const asked = question('failure_modes', owners);
  expect(chooseCapacity(asked, person('eva'))).toBe('expert');
  expect(chooseCapacity(asked, person('builder'))).toBe('technical');
  expect(chooseCapacity(asked, person('eve'))).toBe('technical');
  expect(chooseCapacity(question('owners', owners), person('builder'))).toBeNull();
});

test('nothing gets past a gate by way of its end: what was retired begins again at design', () => {
  const ungated = (from: (typeof STAGES)[number]) =>
    STAGES.filter((to) => ['none', 'back', 'retire'].includes(stageMove(from, to)));
  for (const from of STAGES) {
    const reached = new Set(ungated(from));
    // Whatever else comes in between.
    for (const to of reached) for (const one of ungated(to)) reached.add(one);
    const beyond = STAGES.slice(STAGES.indexOf(from) + 1, STAGES.indexOf('retired'));
    expect([from, beyond.filter((one) => reached.has(one))]).toEqual([from, []]);
  }
  expect(stageMove('retired', 'production')).toBe('skip');
  expect(otherStages('retired')).toEqual(['design']);
});

test('a move is known to set its own bar by what it changes of it, whatever the order of members', () => {
  const record = { ...RECORD, owners: { business: 'business-owner', technical: 'builder' } };
  const same = {
    ...record,
    stage: 'retired',
    owners: { technical: 'builder', business: 'business-owner' },
  } as const;
  expect(barChanges(record, { ...same, purpose: 'Other.' })).toEqual([]);
  const lower: typeof RECORD = {
    ...same,
    risk_class: 'internal',
    policy: 'lenient',
    owners: { business: 'eve' },
    gates: { users_trained: { approvers: ['technical'] } },
    agreed: { audited_error_rate: 1 },
    business_case: { expected_runs_per_day: 1, source: 'study' },
  };
  expect(barChanges(record, lower)).toEqual([
    'risk_class',
    'policy',
    'owners',
    'gates',
    'agreed',
    'business_case.expected_runs_per_day',
  ]);
});

test('a record that names other approvers leaves out none of a regulated workload', () => {
  const gates = { error_rate_accepted: { approvers: ['business' as const] } };
  const asked = gate('error_rate_accepted');
  expect(approversOf(asked, { gates, risk_class: 'regulated' })).toEqual([
    'business',
    'compliance',
  ]);
  expect(approversOf(asked, { gates, risk_class: 'internal' })).toEqual(['business']);
});

test('no stage is skipped, and what leads into design is asked for on the way out of it', () => {
  expect(stageMove('design', 'production')).toBe('skip');
  expect(stageMove('design', 'retired')).toBe('skip');
  expect(stageMove('testing', 'sandbox')).toBe('forward');
  expect(stageMove('production', 'retired')).toBe('retire');
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
