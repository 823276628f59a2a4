import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLLOUT_MODES, STAGES, type WorkloadDocument } from '../../core/workload.ts';
import { documentOfRecord } from '../../decisions/effect/base-of-record.ts';
import { raises } from '../../decisions/effect/change-base.ts';
import { withHold, withoutHold } from '../../decisions/effect/change-mode.ts';
import { effectiveMode } from '../../decisions/effect/effective-mode.ts';
import { evaluateMode, type ModeQuestion } from '../../decisions/effect/evaluate-mode.ts';
import {
  modeRequest,
  OTHERWISE_MODES,
  type ModeBase,
  type ModeHold,
} from '../../decisions/effect/mode-document.ts';
import { rankOf } from '../../decisions/effect/reach.ts';

const AT_MS = Date.parse('2026-11-20T12:00:00Z');
const AT = '2026-11-20T12:00:00.000Z';

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
