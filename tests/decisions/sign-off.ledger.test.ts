import { beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import {
  createDecisionRegistry,
  type DecisionRegistry,
} from '../../decisions/registry/decisions.ts';
import { createPolicyRegistry } from '../../decisions/registry/policies.ts';
import {
  createWorkloadRegistry,
  type WorkloadRegistry,
} from '../../decisions/registry/workloads.ts';
import { createModeRegistry, type ModeRegistry } from '../../decisions/registry/modes.ts';
import type { DecisionEffect } from '../../decisions/sign-off/effect.ts';
import { createOverdueDecisions } from '../../decisions/sign-off/overdue.ts';
import { createSignOff, type SignOff } from '../../decisions/sign-off/sign-off.ts';
import { createDecisionEffect } from '../../server/decision-effect.ts';
import { decisionEventsSince } from '../../server/decision-events.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';
import { sha256 } from './engine-fixtures.ts';
import {
  APPROVER,
  assessed,
  BUSINESS,
  NOW_MS,
  OPERATIONS,
  OTHER_APPROVER,
  RECORD,
  request,
  RISK,
} from './signing-samples.ts';

const database = useDatabase();
const KEY = Buffer.alloc(32, 7);
let nowMs = NOW_MS;
let current: Assessment = assessed('hold');
let isEffectAway = false;

interface World {
  ledger: Ledger;
  workloads: WorkloadRegistry;
  modes: ModeRegistry;
  decisions: DecisionRegistry;
  signOff: SignOff;
  keepDates: () => Promise<string[]>;
}
let world: World;

/** Opens everything on what the database holds, as a start does. */
async function open(): Promise<World> {
  const ledger = await openLedger(database(), KEY, () => nowMs);
  const policies = await createPolicyRegistry(ledger, sha256);
  const workloads = createWorkloadRegistry(
    ledger,
    (id) => policies.get(id) !== null,
    () => nowMs,
  );
  const decisions = createDecisionRegistry(ledger);
  let holds = 0;
  const modes = createModeRegistry({
    ledger,
    now: () => nowMs,
    randomId: () => `hold-${(holds += 1)}`,
  });
  const rollout = createDecisionEffect(modes);
  const effect: DecisionEffect = {
    ...rollout,
    applyDecision: (...asked) =>
      isEffectAway ? Promise.reject(new Error('away')) : rollout.applyDecision(...asked),
  };
  const signOff = createSignOff({
    decisions,
    workloads,
    policies,
    assessor: { assess: (workload) => Promise.resolve({ ...current, workload }) },
    seen: () => null,
    effect,
    ownersOf: () => [{ actor: 'person:admin', atMs: 0, owners: RECORD.owners }],
    onChange: () => undefined,
    onFailure: () => undefined,
    now: () => nowMs,
  });
  const onFailure = (error: unknown): never => {
    throw error;
  };
  const parts = { ledger, decisions, workloads, signOff, effect, onFailure, now: () => nowMs };
  const overdue = createOverdueDecisions(parts);
  return { ledger, workloads, modes, decisions, signOff, keepDates: () => overdue.keep() };
}

beforeAll(async () => {
  world = await open();
});

/** What the workload may do now. */
const rolloutOf = (id: string) => {
  const effective = world.modes.get(id)?.effective;
  return effective && { mode: effective.mode, percent: effective.percent };
};
const signedOf = (id: string) =>
  decisionEventsSince(world.ledger, 0).filter(({ workload }) => workload === id);
const putRecord = (id: string, change = {}) =>
  world.workloads.put(id, { ...RECORD, id, ...change }, 'person:admin');

describe('two at once', () => {
  it('decide once: the other is told who and when', async () => {
    await putRecord('twice');
    const [first, second] = await Promise.allSettled([
      world.signOff.propose('twice', request(), APPROVER),
      world.signOff.propose('twice', request(), OTHER_APPROVER),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({
      reason: {
        code: 'conflict',
        message: expect.stringContaining('signed by approver at 2026-') as string,
      },
    });
    expect(world.decisions.ofWorkload('twice')).toHaveLength(1);
  });

  it('sign once: the last signature is one person’s', async () => {
    await putRecord('race');
    current = assessed('scale');
    const asked = request({ verdict: 'scale' });
    const { document } = await world.signOff.propose('race', asked, BUSINESS);
    const sign = (signer: typeof RISK) =>
      world.signOff.sign(document.id, { evidence_hash: current.evidence_hash }, signer);
    const results = await Promise.allSettled([sign(OPERATIONS), sign(RISK), sign(OPERATIONS)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(results[1]).toMatchObject({
      reason: {
        code: 'conflict',
        message: expect.stringContaining('the last by operations-manager') as string,
      },
    });
    expect(world.decisions.get(document.id)?.document.signatures).toHaveLength(2);
    current = assessed('hold');
  });

  it('with a version that is not current, nothing is signed', async () => {
    await putRecord('versions');
    current = assessed('scale');
    const { document } = await world.signOff.propose(
      'versions',
      request({ verdict: 'scale' }),
      BUSINESS,
    );
    const asked = { evidence_hash: current.evidence_hash };
    await expect(world.signOff.sign(document.id, asked, RISK, 9)).rejects.toMatchObject({
      code: 'stale_version',
    });
    current = assessed('hold');
  });
});

describe('the effect of a decision', () => {
  it('is carried out when it comes in force, and told once', async () => {
    await putRecord('stopped');
    current = assessed('stop');
    await world.signOff.propose('stopped', request({ verdict: 'stop' }), APPROVER);
    current = assessed('hold');
    expect(rolloutOf('stopped')).toEqual({ mode: 'off', percent: null });
    const told = { type: 'org.bellwether.decision.signed', key: 'stopped-1' };
    expect(signedOf('stopped')).toMatchObject([{ ...told, data: { verdict: 'stop' } }]);
    expect(decisionEventsSince(world.ledger, world.ledger.sequence())).toEqual([]);
  });

  it('that fails is carried out later, after a restart too, and not twice', async () => {
    await putRecord('later');
    current = assessed('stop');
    isEffectAway = true;
    const kept = await world.signOff.propose('later', request({ verdict: 'stop' }), APPROVER);
    current = assessed('hold');
    expect(kept.document).toMatchObject({ carried_out_at: null });
    expect(rolloutOf('later')).toEqual({ mode: 'limited', percent: 10 });
    isEffectAway = false;
    world = await open();
    await world.signOff.carryOut();
    expect(rolloutOf('later')).toEqual({ mode: 'off', percent: null });
    const sequence = world.ledger.sequence();
    await world.signOff.carryOut();
    expect(world.ledger.sequence()).toBe(sequence);
  });
});

describe('a decision date that passes', () => {
  it('is told once, lowers the workload once after the grace, over restarts too; a decision undoes it', async () => {
    await putRecord('due', { decision_due: '2026-11-20' });
    nowMs = Date.parse('2026-11-20T23:00:00Z');
    expect(await world.keepDates()).not.toContain('due');
    nowMs = Date.parse('2026-11-21T00:00:00Z');
    expect(await world.keepDates()).toContain('due');
    world = await open();
    expect(await world.keepDates()).not.toContain('due');
    expect(rolloutOf('due')).toEqual({ mode: 'limited', percent: 10 });

    nowMs += 7 * DAY_MS - HOUR_MS;
    expect(await world.keepDates()).not.toContain('due');
    nowMs += HOUR_MS;
    expect(await world.keepDates()).toContain('due');
    expect(rolloutOf('due')).toEqual({ mode: 'review', percent: 10 });
    world = await open();
    expect(await world.keepDates()).not.toContain('due');

    await world.signOff.propose('due', request(), APPROVER);
    expect(rolloutOf('due')).toEqual({ mode: 'limited', percent: 10 });
    await world.keepDates();
    expect(world.ledger.get('overdue', 'due')).toBeUndefined();
    expect(signedOf('due')).toHaveLength(1);
  });

  it('falls back to the safe mode that the record names, and never widens', async () => {
    await putRecord('safe', { decision_due: '2026-01-01', safe_mode: 'off' });
    await putRecord('lower', { decision_due: '2026-01-01', rollout: { mode: 'draft-only' } });
    await world.keepDates();
    expect([rolloutOf('safe'), rolloutOf('lower')]).toEqual([
      { mode: 'off', percent: null },
      { mode: 'draft-only', percent: null },
    ]);
  });
});
