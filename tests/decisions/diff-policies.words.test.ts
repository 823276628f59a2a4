import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';
import { diffPolicies } from '../../decisions/policy/diff-policies.ts';
import { policyDocument, type PolicyDocument } from '../../decisions/policy/policy.ts';
import { anyPolicy } from './any-policy.ts';

/** A name that every object already has something under. */
const ODD: string = 'constructor';

const wordsOf = (before: Partial<PolicyDocument>, after: Partial<PolicyDocument>): string[] =>
  diffPolicies({ id: 'p', ...before }, { id: 'p', ...after }).map(({ words }) => words);

const ruled = (rule: object): Partial<PolicyDocument> =>
  policyDocument.parse({ id: 'p', signals: { hallucination_rate: { role: 'required', ...rule } } });

describe('a difference is told in words', () => {
  it.each([
    ['a limit', { limit: 0.03 }, { limit: 0.02 }, 'limit 3 % → 2 %, stricter'],
    ['a limit by a hair', { limit: 0.03 }, { limit: 0.0301 }, 'limit 3 % → 3.01 %, looser'],
    ['a limit taken away', { limit: 0.03 }, {}, 'limit 3 % → none, looser'],
    ['a role', {}, { role: 'advisory' }, 'required → advisory, looser'],
    ['a minimum sample', {}, { min_sample: 500 }, 'minimum sample 30 → 500, stricter'],
    [
      'the room for noise',
      {},
      { recover: 0.5 },
      'room beyond its limit before it stops passing 10 % → 50 %, looser',
    ],
    ['a window', {}, { recent: '3d' }, 'recent window that of the policy → 3d'],
    [
      'a judge',
      {},
      { judge: { sensitivity: 0.9, specificity: 0.97, n_positive: 1200 } },
      'judge taken as it is → finds 90 % of 1,200, clears 97 %',
    ],
  ])('for %s', (_, before, after, words) => {
    expect(wordsOf(ruled(before), ruled(after))).toEqual([`Hallucination rate: ${words}`]);
  });

  it.each<[string, Partial<PolicyDocument>, Partial<PolicyDocument>, string]>([
    ['the confidence', {}, { confidence: 0.99 }, 'Confidence: 95 % → 99 %, stricter'],
    ['the title', { title: 'A' }, { title: 'B' }, 'Title: A → B'],
    ['what it builds on', {}, { extends: 'default' }, 'Builds on: nothing → default'],
    ['a dwell', {}, { dwell: { scale: '3d' } }, 'Scale is published after 7d → 3d, looser'],
    ['a stop', {}, { dwell: { stop: '3d' } }, 'Stop is published after 7d → 3d, stricter'],
    [
      'gates',
      {},
      { gates: { required_for_scale: ['owners'] } },
      'Gates that scale needs: none → owners, stricter',
    ],
    [
      'a signal that is new',
      {},
      { signals: { roi: { role: 'required', limit: 1.2 } } },
      'Return on cost: not named → required, limit 1.2, stricter',
    ],
    [
      'a signal that is gone and only was shown',
      { signals: { uptime: { role: 'advisory', limit: 0.995 } } },
      {},
      'Uptime: advisory, limit 99.5 % → not named',
    ],
    [
      'a limit that is only shown',
      { signals: { uptime: { role: 'advisory', limit: 0.995 } } },
      { signals: { uptime: { role: 'advisory', limit: 0.9 } } },
      'Uptime: limit 99.5 % → 90 %',
    ],
    [
      'a risk class, from what held for it before',
      { signals: { roi: { role: 'required', limit: 1.2 } } },
      {
        signals: { roi: { role: 'required', limit: 1.2 } },
        risk_classes: { regulated: { signals: { roi: { role: 'required', limit: 2 } } } },
      },
      'For regulated workloads: Return on cost: limit 1.2 → 2, stricter',
    ],
    [
      'a signal nobody knows, as a page has it while somebody types',
      {},
      { signals: { [ODD]: { role: 'required', limit: 7 } } },
      'constructor: not named → required, limit 7, stricter',
    ],
  ])('for %s', (_, before, after, words) => {
    expect(wordsOf(before, after)).toEqual([words]);
  });

  it('for an exception, with its reason', () => {
    const after: Partial<PolicyDocument> = {
      overrides: {
        [ODD]: { reason: 'Drafts.', signals: { roi: { role: 'advisory', limit: 1 } } },
      },
    };
    expect(wordsOf({}, after)).toEqual([
      'For constructor alone: Return on cost: not named → advisory, limit 1',
      'For constructor alone: reason for the exception: none → “Drafts.”',
    ]);
  });

  it('for a table, by what it decides otherwise and not by its rows', () => {
    const stops = DEFAULT_TABLE.map((row) =>
      row.verdict === 'redesign' ? { ...row, verdict: 'stop' as const } : row,
    );
    const [words] = wordsOf({}, { table: stops });
    expect(words).toMatch(/^Decision table: \d+ of 27 combinations decided otherwise \(/);
    expect(words).toContain('value weak, operations strong, economics strong: redesign → stop');
    const [doubled] = wordsOf({}, { table: [...DEFAULT_TABLE, ...DEFAULT_TABLE.slice(-1)] });
    expect(doubled).toBe(
      'Decision table: other rows or words, the same verdicts; row 9 can never match',
    );
  });
});

describe('two policies that say the same', () => {
  it('have no difference, stated defaults and other orders included', () => {
    const stated: PolicyDocument = { ...DEFAULT_POLICY, dwell: { scale: '168h' } };
    const left = { ...DEFAULT_POLICY };
    for (const field of ['confidence', 'grid', 'recent', 'table', 'gates', 'dwell'] as const) {
      delete left[field];
    }
    expect(diffPolicies(left, stated)).toEqual([]);
    expect(diffPolicies(stated, left)).toEqual([]);
  });

  it('have none where a rule states what leaving it out says', () => {
    const rule = { role: 'required', limit: 0.001 } as const;
    const withRule = (more: object): PolicyDocument => ({
      ...DEFAULT_POLICY,
      signals: { acceptance_rate: { ...rule, ...more } },
    });
    expect(diffPolicies(withRule({}), withRule({ min_sample: 30, recover: 0.1 }))).toEqual([]);
  });

  it('never differ from themselves, whatever they say', () => {
    fc.assert(
      fc.property(anyPolicy, (document) => {
        expect(diffPolicies(document, structuredClone(document))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

it('any two policies are compared, each place is told once and both ways, one stricter and one looser', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (before, after) => {
      const there = diffPolicies(before, after);
      const back = diffPolicies(after, before);
      const paths = there.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      expect(back.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
      const returning = new Map(back.map((difference) => [difference.path, difference]));
      for (const { path, stricter, words } of there) {
        const opposite = returning.get(path)?.stricter;
        expect(opposite, words).toBe(stricter === null ? null : !stricter);
      }
    }),
    { numRuns: 200 },
  );
});
