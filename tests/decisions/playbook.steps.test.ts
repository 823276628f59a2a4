import { describe, expect, it } from 'vitest';
import { workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import { assess } from '../../decisions/assessment/assess.ts';
import { exposureStep } from '../../decisions/assessment/exposure-step.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { PLAIN_CONTEXT, policyWith, sha256 } from './engine-fixtures.ts';
import { dayMs, simulateDays, type TrueRates } from './simulated-history.ts';

const GOOD: TrueRates = { runsPerDay: 200, hallucinationRate: 0.012, valueUsd: 0.8, costUsd: 0.3 };

function playbookOf(
  rates: TrueRates,
  workload: Partial<WorkloadDocument> = {},
  document: Partial<PolicyDocument> = {},
  day = 25,
) {
  const history = simulateDays(41, day, () => rates);
  const policy = policyWith(document);
  const before = replay(policy, history, PLAIN_CONTEXT, dayMs(day) - 1).state;
  const found = assess({
    workload: { ...workloadOnSight('w'), ...workload },
    policy,
    history,
    limitChangesMs: {},
    before,
    atMs: dayMs(day),
    gates: [],
    blocks: NO_BLOCKS,
    hash: sha256,
  });
  return {
    verdict: found.verdict,
    headline: found.playbook.headline,
    text: found.playbook.steps.join('\n'),
  };
}

describe('exposure', () => {
  it.each([
    [{ mode: 'off' }, 10],
    [{ mode: 'read-only' }, 10],
    [{ mode: 'draft-only' }, 10],
    [{ mode: 'review' }, 10],
    [{ mode: 'limited' }, 10],
    [{ mode: 'limited', percent: 5 }, 10],
    [{ mode: 'limited', percent: 10 }, 25],
    [{ mode: 'limited', percent: 25 }, 50],
    [{ mode: 'limited', percent: 40 }, 50],
    [{ mode: 'limited', percent: 50 }, 100],
    [{ mode: 'limited', percent: 100 }, null],
    [{ mode: 'live' }, null],
  ] as const)('%o goes next to %s %%', (rollout, to) => {
    expect(exposureStep(rollout).to).toBe(to);
  });
});

describe('the playbook', () => {
  it('for scale: the next exposure step, and what has the least room', () => {
    const { verdict, headline, text } = playbookOf(GOOD, {
      rollout: { mode: 'limited', percent: 25 },
    });
    expect(verdict).toBe('scale');
    expect(headline).toBe('Scale: next step 50 % of the traffic');
    expect(text).toContain('Go from 25 % to 50 %');
    expect(text).toMatch(/Watch what has the least room: .*\(limit/);
  });

  it('for scale before production: the stage first', () => {
    expect(playbookOf(GOOD, { stage: 'sandbox' }).text).toContain('Finish stage sandbox first');
  });

  it('for scale when live: the next team', () => {
    expect(playbookOf(GOOD, { rollout: { mode: 'live' } }).headline).toBe(
      'Scale: on to the next team',
    );
  });

  it('for hold: which evidence is missing and how much more', () => {
    const { verdict, text } = playbookOf(GOOD, {}, {}, 1);
    expect(verdict).toBe('hold');
    expect(text).toMatch(
      /Hallucination rate needs about [\d,]+ more samples \(some \d+ days? at today’s rate\)\./,
    );
  });

  it('for hold with something failing: harden it, by the levers it points to', () => {
    const { verdict, headline, text } = playbookOf({ ...GOOD, hallucinationRate: 0.1 });
    expect(verdict).toBe('hold');
    expect(headline).toBe('Hold and harden: hallucination rate');
    expect(text).toContain('Retrieval: ');
  });

  it('for hold while scale is pending: when it becomes scale', () => {
    const { headline, text } = playbookOf(GOOD, {}, {}, 6);
    expect(headline).toBe('Hold: shown to be ready, and now to stay so');
    expect(text).toMatch(/If nothing changes, the verdict is scale from 2026-01-\d\d\./);
  });

  it('for hold behind a gate: the gate', () => {
    expect(playbookOf(GOOD, {}, { gates: { required_for_scale: ['owners'] } }).text).toContain(
      'Gate owners is open.',
    );
  });

  it('for redesign: the lever the failing signals point to, first', () => {
    const costly = playbookOf({ ...GOOD, costUsd: 2 });
    expect(costly.verdict).toBe('redesign');
    expect(costly.headline).toBe('Redesign: start with routing and scope');
    const onlyValue = { value_per_run: { role: 'required', limit: 0.4 } } as const;
    const worthless = playbookOf({ ...GOOD, valueUsd: 0.1 }, {}, { signals: onlyValue });
    expect(worthless.verdict).toBe('redesign');
    expect(worthless.headline).toBe('Redesign: start with scope and prompt');
    const slow = {
      ...DEFAULT_POLICY.signals,
      roi: { role: 'advisory' },
      unit_cost: { role: 'required', limit: 0.1 },
    } as const;
    expect(playbookOf(GOOD, {}, { signals: slow }).headline).toBe(
      'Redesign: start with routing and model',
    );
  });

  it('for stop: who signs, and how to wind down', () => {
    const { verdict, headline, text } = playbookOf(
      { ...GOOD, valueUsd: 0.1 },
      { owners: { business: 'Ada' } },
    );
    expect(verdict).toBe('stop');
    expect(headline).toBe('Stop: wind it down in order');
    expect(text).toContain('signed by Ada: value per run is $0.');
    expect(text).toContain('set the stage to retired');
  });
});
