import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkloadDocument } from '../../core/workload.ts';
import { documentOfRecord } from '../../decisions/effect/base-of-record.ts';
import { applyStatement } from '../../decisions/effect/change-base.ts';
import {
  withBase,
  withOverdue,
  withRuleHolds,
  withoutHold,
} from '../../decisions/effect/change-mode.ts';
import type { ModeBase } from '../../decisions/effect/mode-document.ts';
import { restateBase } from '../../decisions/effect/restate-base.ts';
import { planRuleHolds, type HoldingAlert } from '../../decisions/effect/rule-holds.ts';

const AT_MS = Date.parse('2026-11-20T12:00:00Z');
const AT = '2026-11-20T12:00:00.000Z';
const ACT = { actor: 'key:a', reason: 'because', atMs: AT_MS };

const setting = fc.constantFrom(
  { mode: 'off', percent: null } as const,
  { mode: 'limited', percent: 5 } as const,
);
const record: WorkloadDocument = {
  id: 'w',
  title: 'W',
  stage: 'production',
  policy: 'default',
  rollout: { mode: 'limited', percent: 10 },
};
const written = (change: Partial<ModeBase> = {}) => {
  const document = documentOfRecord(record);
  return { ...document, base: { ...document.base, ...change } };
};

describe('who may change the base', () => {
  it('a lower one needs nothing, a higher one a decision or an override, each told apart', () => {
    const lowered = withBase(written(), { mode: 'limited', percent: 5 }, ACT, 'lower');
    expect(lowered.base).toMatchObject({ percent: 5, source: 'lowered', by: 'key:a', since: AT });
    const more = { mode: 'limited', percent: 25 } as const;
    expect(() => withBase(written(), more, ACT, 'lower')).toThrow('raises the mode');
    expect(withBase(written(), more, ACT, 'override').base.source).toBe('override');
    const decided = withBase(written(), more, ACT, { decision: 'd-1' });
    expect(decided.base).toMatchObject({ source: 'decision', decision: 'd-1' });
  });

  it('review without a share keeps the share, so that nobody else gets it', () => {
    expect(applyStatement(written().base, { mode: 'review' })).toMatchObject({ percent: 10 });
    expect(applyStatement(written().base, { mode: 'live' })).toMatchObject({ percent: null });
  });

  it('the record states the base too, and may raise it no more easily', () => {
    const act = { actor: 'key:a', atMs: AT_MS, from: 'production', to: 'production' } as const;
    const live = { mode: 'live' } as const;
    expect(() => restateBase(written(), live, { ...act, mayRaise: false })).toThrow('raises');
    expect(restateBase(written(), live, { ...act, mayRaise: true }).base.mode).toBe('live');
    const unchanged = written();
    for (const same of [undefined, { mode: 'limited', percent: 10 } as const]) {
      expect(restateBase(unchanged, same, { ...act, mayRaise: false })).toBe(unchanged);
    }
  });

  it('a later stage alone raises nothing', () => {
    const sandboxed = written({ mode: 'live', percent: null });
    const after = restateBase(sandboxed, undefined, {
      actor: 'key:a',
      mayRaise: true,
      atMs: AT_MS,
      from: 'sandbox',
      to: 'production',
    });
    expect(after.base).toMatchObject({ mode: 'review', source: 'lowered' });
  });
});

describe('pause rules', () => {
  const alert = (change: Partial<HoldingAlert> = {}): HoldingAlert => ({
    alert: 'e-1',
    rule: 'tools',
    words: 'Tools fail',
    cap: { mode: 'off', percent: null },
    back: 'on_resolve',
    isOpen: true,
    ...change,
  });

  it('hold once however often they are carried out, and let go when the alert ends', () => {
    const held = withRuleHolds(written(), [alert()], AT_MS);
    expect(held.holds).toMatchObject([{ source: 'rule', by: 'rule:tools', alert: 'e-1' }]);
    expect(withRuleHolds(held, [alert()], AT_MS)).toBe(held);
    expect(withRuleHolds(held, [], AT_MS).holds).toEqual([]);
  });

  it('that leave the way back to a person hold on when the alert ends, until one lifts it for good', () => {
    const byPerson = alert({ back: 'by_person' });
    const held = withRuleHolds(written(), [byPerson], AT_MS);
    const ended = { ...byPerson, isOpen: false };
    expect(withRuleHolds(held, [ended], AT_MS)).toBe(held);
    expect(withRuleHolds(held, [], AT_MS)).toBe(held);
    const lifted = withoutHold(held, 'alert-e-1', AT_MS);
    expect(withRuleHolds(lifted, [ended], AT_MS)).toBe(lifted);
    const unseen = withRuleHolds(written(), [ended], AT_MS);
    expect(unseen.holds).toHaveLength(1);
  });

  it('hold no more for an alert that a person let go while it still fires, and do for the next', () => {
    const held = withRuleHolds(written(), [alert()], AT_MS);
    const lifted = withoutHold(held, 'alert-e-1', AT_MS);
    expect(withRuleHolds(lifted, [alert()], AT_MS)).toBe(lifted);
    expect(withRuleHolds(lifted, [alert({ alert: 'e-2' })], AT_MS).holds).toHaveLength(1);
  });

  it('are planned to nothing once planned and done, whatever fires', () => {
    const anyAlert = fc.record({
      alert: fc.constantFrom('1', '2', '3', '4'),
      rule: fc.constant('r'),
      words: fc.constant('w'),
      cap: setting,
      back: fc.constantFrom('on_resolve' as const, 'by_person' as const),
      isOpen: fc.boolean(),
    });
    const some = fc.uniqueArray(anyAlert, { selector: (one) => one.alert });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 5 }), (rounds) => {
        let document: ReturnType<typeof written> = written();
        for (const alerts of rounds) {
          document = withRuleHolds(document, alerts, AT_MS);
          const released = document.released.map((one) => one.alert);
          const { add, remove } = planRuleHolds(document.holds, released, alerts);
          expect([...add, ...remove]).toEqual([]);
        }
      }),
    );
  });
});

describe('a decision that is overdue', () => {
  it('is let go by a new decision, never by a person', () => {
    const held = withOverdue(
      written(),
      { cap: { mode: 'review', percent: null }, reason: 'due' },
      AT_MS,
    );
    expect(held.holds).toMatchObject([{ source: 'overdue', back: 'by_decision' }]);
    expect(() => withoutHold(held, 'overdue', AT_MS)).toThrow('new decision only');
    const decided = withBase(held, { mode: 'limited', percent: 10 }, ACT, { decision: 'd-2' });
    expect(decided.holds).toEqual([]);
  });
});
