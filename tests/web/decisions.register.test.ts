import { describe, expect, it } from 'vitest';
import { describeDecision } from '../../decisions/signing/describe-decision.ts';
import {
  buildDecisionRow,
  countDecisions,
  filterDecisions,
} from '../../web/decisions/build-decision-row.ts';
import { buildDecisionsCsv } from '../../web/decisions/build-decisions-csv.ts';
import { readDecisionsSearch } from '../../web/decisions/decisions-search.ts';
import { assessed, BUSINESS, decided, NOW_MS, request } from '../decisions/signing-samples.ts';

const overruled = decided({
  request: request({ verdict: 'stop', accepts: false, reason: '=SUM(1) of "all", really' }),
  assessment: assessed('hold'),
});
const accepted = decided({ id: 'other-1', request: request({ review_date: '2026-11-25' }) });
const scale = decided({
  id: 'third-1',
  request: request({ verdict: 'scale' }),
  signer: BUSINESS,
});
const itemAt = (nowMs: number) => (decision: typeof accepted) =>
  describeDecision(decision, { ofWorkload: [decision], title: decision.id, score: null, nowMs });
const items = [overruled, accepted, scale].map(itemAt(NOW_MS));
const late = itemAt(Date.parse('2026-12-01'))(accepted);

describe('a row of the register', () => {
  it('names what was overruled and whose signature is missing', () => {
    expect(buildDecisionRow(items[0]!, NOW_MS)).toMatchObject({
      verdict: 'stop',
      against: 'hold',
      state: { word: 'Awaiting', tone: 'waits' },
      missing: [expect.stringContaining('second reviewer')],
      signers: [{ words: 'approver, signer' }],
    });
  });

  it('says overdue of one that is in force past its review date', () => {
    expect(buildDecisionRow(late, NOW_MS).state).toMatchObject({ word: 'Overdue', tone: 'bad' });
  });

  it.each([
    [true, 'held', 'Held up'],
    [true, 'turned', 'Turned'],
    [false, 'held', 'Was right'],
    [false, 'turned', 'Was wrong'],
    [false, 'too_early', 'Too early'],
  ] as const)('accepts %s, %s: %s', (accepts, score, word) => {
    const told = { score, words: '', until: '', verdict: null, overrule_right: null, details: [] };
    expect(buildDecisionRow({ ...items[1]!, accepts, score: told }, NOW_MS).score?.word).toBe(word);
  });
});

describe('the register', () => {
  it('counts what each filter leaves', () => {
    const counts = countDecisions([...items, late]);
    expect(counts).toEqual({ overdue: 1, awaiting: 2, in_force: 1, overrules: 1, past: 0 });
    for (const [show, count] of Object.entries(counts)) {
      const search = readDecisionsSearch({ show });
      expect(filterDecisions([...items, late], search)).toHaveLength(count);
    }
  });

  it('finds by workload, reason and signer, and drops what an address gets wrong', () => {
    expect(filterDecisions(items, { q: 'head-of-support' }).map(({ id }) => id)).toEqual([
      'third-1',
    ]);
    expect(filterDecisions(items, { q: 'REALLY' })).toHaveLength(1);
    expect(readDecisionsSearch({ show: 'none', q: 7 })).toEqual({});
  });

  it('is CSV in which no text starts a formula', () => {
    const [, line] = buildDecisionsCsv(items).split('\r\n');
    expect(line).toContain(`"'=SUM(1) of ""all"", really"`);
  });
});
