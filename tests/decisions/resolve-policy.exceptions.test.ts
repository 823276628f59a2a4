import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import {
  policyDocument,
  type PolicyDocument,
  type PolicySubject,
} from '../../decisions/policy/policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { sha256 } from './engine-fixtures.ts';
import { faultsOf } from './resolve-with.ts';

const base: PolicyDocument = {
  id: 'base',
  signals: {
    hallucination_rate: { role: 'required', limit: 0.05 },
    roi: { role: 'required', limit: 1.2 },
  },
  dwell: { scale: '7d', stop: '7d' },
  gates: { required_for_scale: ['owners'] },
  risk_classes: {
    regulated: {
      signals: { hallucination_rate: { role: 'required', limit: 0.01 } },
      dwell: { scale: '14d' },
      gates: { required_for_scale: ['owners', 'legal_review'] },
    },
  },
  overrides: {
    pilot: { reason: 'Drafts only.', signals: { roi: { role: 'advisory', limit: 1 } } },
  },
};

function resolveFor(
  document: PolicyDocument,
  workload: PolicySubject | null,
  others: readonly PolicyDocument[] = [],
) {
  const lookup = (id: string) => others.find((other) => other.id === id);
  return resolvePolicy(document, 1, lookup, sha256, workload);
}

const limitOf = (policy: ReturnType<typeof resolveFor>, signal: string) =>
  policy.signals.get(signal)?.limit;

describe('a policy that says more for a risk class', () => {
  const general = resolveFor(base, { id: 'w', risk_class: 'internal' });
  const regulated = resolveFor(base, { id: 'w', risk_class: 'regulated' });

  it('asks its workloads for what the class says, and the others for what it says in general', () => {
    expect(limitOf(regulated, 'hallucination_rate')).toBe(0.01);
    expect(limitOf(regulated, 'roi')).toBe(1.2);
    expect(limitOf(general, 'hallucination_rate')).toBe(0.05);
  });

  it('takes dwell and gates of the class where it states them', () => {
    expect(regulated.dwellMs).toMatchObject({ scale: 14 * DAY_MS, stop: 7 * DAY_MS });
    expect(regulated.gatesRequiredForScale).toEqual(['owners', 'legal_review']);
    expect(general.gatesRequiredForScale).toEqual(['owners']);
  });

  it('is another policy for the class, by hash, and the same for everybody else', () => {
    expect(regulated.hash).not.toBe(general.hash);
    expect(resolveFor(base, { id: 'w' }).hash).toBe(general.hash);
    expect(resolveFor(base, null).hash).toBe(general.hash);
  });
});

describe('a policy with an exception for one workload', () => {
  const pilot = resolveFor(base, { id: 'pilot', risk_class: 'regulated' });

  it('applies it to that workload alone, on top of its risk class', () => {
    expect(pilot.signals.get('roi')).toMatchObject({ role: 'advisory', limit: 1 });
    expect(limitOf(pilot, 'hallucination_rate')).toBe(0.01);
    expect(resolveFor(base, { id: 'w' }).override).toBeUndefined();
  });

  it('names the workload and the reason, and its hash says that it is an exception', () => {
    expect(pilot.override).toEqual({ workload: 'pilot', reason: 'Drafts only.' });
    const same = { reason: 'No other rule.', signals: {} };
    const withoutEffect = { ...base, overrides: { pilot: same } };
    expect(resolveFor(withoutEffect, { id: 'pilot' }).hash).not.toBe(
      resolveFor(withoutEffect, { id: 'w' }).hash,
    );
  });

  it('needs a reason', () => {
    const withReason = (reason: object) =>
      policyDocument.safeParse({ id: 'p', overrides: { w: { ...reason, signals: {} } } }).success;
    expect([{}, { reason: '' }, { reason: ' ' }].map(withReason)).toEqual([false, false, false]);
    expect(withReason({ reason: 'Drafts only.' })).toBe(true);
  });

  it('makes none for a workload that is called like something every object has', () => {
    for (const id of ['constructor', 'valueof', 'tostring']) {
      expect(resolveFor(base, { id }).override).toBeUndefined();
    }
  });
});

describe('a policy that extends one with classes and exceptions', () => {
  const child: PolicyDocument = {
    id: 'child',
    extends: 'base',
    signals: { hallucination_rate: { role: 'required', limit: 0.2 } },
  };

  it('cannot relax by a general rule what the other asks of one class or one workload', () => {
    const regulated = resolveFor(child, { id: 'w', risk_class: 'regulated' }, [base]);
    expect(limitOf(regulated, 'hallucination_rate')).toBe(0.01);
    const pilot = resolveFor(child, { id: 'pilot' }, [base]);
    expect(pilot.signals.get('roi')?.role).toBe('advisory');
    expect(pilot.override?.reason).toBe('Drafts only.');
  });

  it('can by a rule for the same class', () => {
    const nearer: PolicyDocument = {
      ...child,
      risk_classes: {
        regulated: { signals: { hallucination_rate: { role: 'required', limit: 0.02 } } },
      },
    };
    const regulated = resolveFor(nearer, { id: 'w', risk_class: 'regulated' }, [base]);
    expect(limitOf(regulated, 'hallucination_rate')).toBe(0.02);
  });

  it('takes neither dwell nor gates of the class from it', () => {
    const regulated = resolveFor(child, { id: 'w', risk_class: 'regulated' }, [base]);
    expect([regulated.dwellMs.scale, regulated.gatesRequiredForScale]).toEqual([7 * DAY_MS, []]);
  });
});

it('rules for classes and workloads are checked like all others', () => {
  const document: PolicyDocument = {
    id: 'p',
    risk_classes: { internal: { signals: { speed: { role: 'advisory' } } } },
    overrides: { w: { reason: 'Why not.', signals: { roi: { role: 'required' } } } },
  };
  expect(faultsOf(document)).toEqual([
    'risk_classes.internal.signals.speed: no such signal',
    'overrides.w.signals.roi: a required signal needs a limit',
  ]);
});
