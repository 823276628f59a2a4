import { describe, expect, it } from 'vitest';
import { readDeskKey } from '../../web/audit/desk-keys.ts';
import {
  chooseRun,
  FIRST_STATE,
  stepDesk,
  type DeskAct,
  type DeskState,
} from '../../web/audit/desk-state.ts';

const after = (...acts: DeskAct[]): DeskState => acts.reduce(stepDesk, FIRST_STATE);
const rejected: DeskAct = { act: 'say', draft: { verdict: 'reject', pattern: 'made up' } };
const finish = (run: string): DeskAct => ({ act: 'finish', run, seconds: 7 });
const IDS = ['a', 'b', 'c'];

describe('the desk of a reviewer', () => {
  it('finishes nothing without a verdict', () => {
    expect(after(finish('a'))).toEqual(FIRST_STATE);
  });

  it('holds a finished review back, shows the next run, and starts it empty', () => {
    const state = after(rejected, finish('a'));
    expect(state.heldBack).toEqual({
      run: 'a',
      verdict: 'reject',
      draft: { verdict: 'reject', hallucination: null, pattern: 'made up' },
      seconds: 7,
    });
    expect(state.draft.verdict).toBeNull();
    expect(chooseRun(IDS, state)).toBe('b');
  });

  it('takes a review back with everything that was said, until it is sent', () => {
    const held = after(rejected, finish('a'));
    const undone = stepDesk(held, { act: 'undo' });
    expect(chooseRun(IDS, undone)).toBe('a');
    expect(undone.draft).toEqual({ verdict: 'reject', hallucination: null, pattern: 'made up' });
    const sent = stepDesk(held, { act: 'sent', run: 'a' });
    expect(stepDesk(sent, { act: 'undo' })).toEqual(sent);
    expect(chooseRun(IDS, sent)).toBe('b');
  });

  it('brings a run back whose review could not be sent', () => {
    const failed = stepDesk(after(rejected, finish('a')), { act: 'failed', run: 'a' });
    expect(chooseRun(IDS, failed)).toBe('a');
  });

  it('puts skipped runs last, and shows them again when no other waits', () => {
    const skipped = after({ act: 'skip', run: 'a' });
    expect(chooseRun(IDS, skipped)).toBe('b');
    expect(chooseRun(['a'], skipped)).toBe('a');
    expect(chooseRun([], skipped)).toBeNull();
  });

  it('keeps showing a run that was taken back while others come in before it', () => {
    const undone = after(rejected, finish('b'), { act: 'undo' });
    expect(chooseRun(['x', ...IDS], undone)).toBe('b');
  });

  it('judges in turn: hallucinated, grounded, not judged', () => {
    const judge: DeskAct = { act: 'judge' };
    expect([after(judge), after(judge, judge), after(judge, judge, judge)]).toMatchObject([
      { draft: { hallucination: true } },
      { draft: { hallucination: false } },
      { draft: { hallucination: null } },
    ]);
  });

  it('reads 1 to 4 as verdicts, best first, and nothing beyond', () => {
    expect(['1', '2', '3', '4'].map(readDeskKey)).toEqual(
      ['correct', 'minor_edit', 'rework', 'reject'].map((verdict) => ({
        kind: 'verdict',
        verdict,
      })),
    );
    for (const key of ['0', '5', '12', 'x', 'constructor']) expect(readDeskKey(key)).toBeNull();
  });
});
