import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLLOUT_MODES, STAGES, type WorkloadDocument } from '../../core/workload.ts';
import { documentOfRecord } from '../../decisions/effect/base-of-record.ts';
import { applyStatement, raises } from '../../decisions/effect/change-base.ts';
import {
  withBase,
  withHold,
  withOverdue,
  withRuleHolds,
  withoutHold,
} from '../../decisions/effect/change-mode.ts';
import { effectiveMode } from '../../decisions/effect/effective-mode.ts';
import { evaluateMode, type ModeQuestion } from '../../decisions/effect/evaluate-mode.ts';
import {
  modeRequest,
  OTHERWISE_MODES,
  type ModeBase,
  type ModeHold,
} from '../../decisions/effect/mode-document.ts';
import { overdueFallback } from '../../decisions/effect/overdue.ts';
import { rankOf } from '../../decisions/effect/reach.ts';
import { restateBase } from '../../decisions/effect/restate-base.ts';
import { planRuleHolds, type HoldingAlert } from '../../decisions/effect/rule-holds.ts';

const AT_MS = Date.parse('2026-11-20T12:00:00Z');
const AT = '2026-11-20T12:00:00.000Z';
const ACT = { actor: 'key:a', reason: 'because', atMs: AT_MS };

const mode = fc.constantFrom(...ROLLOUT_MODES);
const setting = mode.chain((one) =>
  fc.record({
    mode: fc.constant(one),
    percent:
      one === 'limited'
        ? fc.integer({ min: 0, max: 100 })
        : one === 'off' || one === 'live'
          ? fc.constant(null)
          : fc.option(fc.integer({ min: 0, max: 100 })),
  }),
);
const names = fc.subarray(['a', 'b']);
const base: fc.Arbitrary<ModeBase> = fc
  .tuple(
    setting,
    fc.record({ segments: names, teams: names, tasks: names }),
    fc.constantFrom(...OTHERWISE_MODES),
  )
  .map(([one, only, otherwise]) => ({
    ...one,
    only,
    otherwise,
    source: 'record',
    reason: '',
    by: null,
    since: null,
    decision: null,
  }));
const hold: fc.Arbitrary<ModeHold> = fc.tuple(fc.uuid(), setting).map(([id, cap]) => ({
  id,
  source: 'person',
  cap,
  reason: 'too slow',
  by: 'person:x',
  since: AT,
  back: 'by_person',
}));
const stage = fc.constantFrom(...STAGES);
const name = fc.constantFrom('a', 'b', null);
const question: fc.Arbitrary<ModeQuestion> = fc.record({
  key: fc.string({ minLength: 1, maxLength: 8 }),
  segment: name,
  team: name,
  task: name,
});

const placeOf = (key: string): number => {
  const digest = createHmac('sha256', 'secret').update(key).digest();
  return (digest.readUIntBE(0, 6) / 2 ** 48) * 100;
};
function answered(
  document: { base: ModeBase; holds: readonly ModeHold[] },
  at: (typeof STAGES)[number],
  asked: ModeQuestion,
): number {
  const effective = effectiveMode(document.base, document.holds, at, AT_MS);
  const answer = evaluateMode(effective, asked, placeOf);
  if (answer.kind === 'no_key') throw new Error('there was a key');
  return rankOf(answer.value);
}
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

describe('what a workload may do', () => {
  it('is never more for anybody with one hold more, and the same again without it', () => {
    fc.assert(
      fc.property(base, fc.array(hold), hold, stage, question, (b, holds, more, at, asked) => {
        const before = { base: b, holds };
        const document = { ...written(), base: b, holds };
        const held = withHold(document, more, AT_MS);
        expect(answered(held, at, asked)).toBeLessThanOrEqual(answered(before, at, asked));
        const lifted = withoutHold(held, more.id, AT_MS);
        expect(effectiveMode(lifted.base, lifted.holds, at, AT_MS)).toEqual(
          effectiveMode(b, holds, at, AT_MS),
        );
      }),
    );
  });

  it('is never beyond what its stage allows', () => {
    const most = { design: 0, testing: 2, sandbox: 3, production: 5, retired: 0 } as const;
    fc.assert(
      fc.property(base, fc.array(hold), stage, question, (b, holds, at, asked) => {
        expect(answered({ base: b, holds }, at, asked)).toBeLessThanOrEqual(most[at]);
      }),
    );
  });

  it('is more for nobody after a change that does not count as a raise', () => {
    fc.assert(
      fc.property(base, base, question, (before, after, asked) => {
        if (raises(before, after)) return;
        expect(answered({ base: after, holds: [] }, 'production', asked)).toBeLessThanOrEqual(
          answered({ base: before, holds: [] }, 'production', asked),
        );
      }),
    );
  });

  it('keeps every key that is in when a share grows', () => {
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(share, share, question, (one, other, asked) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)];
        const of = (percent: number) =>
          answered({ base: written({ percent }).base, holds: [] }, 'production', asked);
        expect(of(large)).toBeGreaterThanOrEqual(of(small));
      }),
    );
  });

  it.each([
    ['limited to 10 % held at review is review for those 10 %', 'review', null, 'review', 10],
    ['limited to 10 % held at 5 % is 5 %', 'limited', 5, 'limited', 5],
    ['limited to 10 % held at 50 % stays', 'limited', 50, 'limited', 10],
    ['anything paused is off', 'off', null, 'off', null],
  ] as const)('%s', (_, cap, percent, expected, share) => {
    const one = { ...written(), holds: [] };
    const held = withHold(
      one,
      {
        id: 'h',
        source: 'person',
        cap: { mode: cap, percent },
        reason: 'r',
        by: 'b',
        since: AT,
        back: 'by_person',
      },
      AT_MS,
    );
    expect(effectiveMode(held.base, held.holds, 'production', AT_MS)).toMatchObject({
      mode: expected,
      percent: share,
    });
  });

  it('is live where nobody said anything and it runs, and off in design', () => {
    const { rollout: _none, ...unsaid } = record;
    const { base: live } = documentOfRecord(unsaid);
    expect(live.source).toBe('unstated');
    expect(effectiveMode(live, [], 'production', AT_MS).mode).toBe('live');
    expect(effectiveMode(live, [], 'design', AT_MS).mode).toBe('off');
  });

  it('a hold with an end is over at that instant', () => {
    const until = '2026-11-20T13:00:00.000Z';
    const one: ModeHold = {
      id: 'h',
      source: 'person',
      cap: { mode: 'off', percent: null },
      reason: 'r',
      by: 'b',
      since: AT,
      back: 'by_person',
      until,
    };
    const at = (text: string) =>
      effectiveMode(written().base, [one], 'production', Date.parse(text)).mode;
    expect([at('2026-11-20T12:59:59Z'), at(until)]).toEqual(['off', 'limited']);
  });
});

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
  const due = { ...record, decision_due: '2026-11-10' };
  it('lowers the mode to review after a grace of seven days, and not before', () => {
    expect(overdueFallback(due, Date.parse('2026-11-17T23:59:59Z'))).toBeNull();
    expect(overdueFallback(due, Date.parse('2026-11-18T00:00:00Z'))).toMatchObject({
      cap: { mode: 'review' },
    });
    expect(overdueFallback(record, AT_MS)).toBeNull();
  });

  it('is let go by a new decision, never by a person', () => {
    const held = withOverdue(written(), overdueFallback(due, AT_MS), AT_MS);
    expect(held.holds).toMatchObject([{ source: 'overdue', back: 'by_decision' }]);
    expect(() => withoutHold(held, 'overdue', AT_MS)).toThrow('new decision only');
    const decided = withBase(held, { mode: 'limited', percent: 10 }, ACT, { decision: 'd-2' });
    expect(decided.holds).toEqual([]);
  });
});

it('a request names one thing, a reason, and a share where there is one to name', () => {
  const reason = 'because';
  const refused = [
    { mode: 'limited', reason },
    { mode: 'live', percent: 50, reason },
    { mode: 'off' },
    { mode: 'off', lift: 'h', reason },
    { percent: 10, lift: 'h', reason },
    { hold: { mode: 'live' }, reason },
    { reason },
    { mode: 'off', reason: ' ' },
  ];
  for (const one of refused)
    expect(modeRequest.safeParse(one).success, JSON.stringify(one)).toBe(false);
  const taken = [
    { mode: 'limited', percent: 10, reason },
    { hold: { mode: 'off' }, reason },
    { lift: 'h', reason },
  ];
  for (const one of taken) expect(modeRequest.safeParse(one).success).toBe(true);
});
