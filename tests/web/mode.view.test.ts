import { describe, expect, it } from 'vitest';
import { documentOfRecord } from '../../decisions/effect/base-of-record.ts';
import { withBase, withHold, withOverdue } from '../../decisions/effect/change-mode.ts';
import type { ModeHold } from '../../decisions/effect/mode-document.ts';
import { buildModeItem } from '../../decisions/effect/mode-item.ts';
import { readAction, writeAction } from '../../web/rules/action-form.ts';
import { readModeAct, tellOutcome } from '../../web/mode/build-mode-request.ts';
import { buildModeView } from '../../web/mode/build-mode-view.ts';
import { buildPortfolioRow } from '../../web/portfolio/build-portfolio-row.ts';
import { sampleItem } from './support/sample-portfolio.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const ACT = { actor: 'person:ada', reason: 'more trust', atMs: NOW_MS - 86_400_000 };
const record = { id: 'w', title: 'W', stage: 'production', policy: 'default' } as const;
const tenth = documentOfRecord({ ...record, rollout: { mode: 'limited', percent: 10 } });
const pause: ModeHold = {
  id: 'h',
  source: 'rule',
  cap: { mode: 'off', percent: null },
  reason: 'Errors: 80 %',
  by: 'rule:errors',
  since: '2026-11-20T11:00:00.000Z',
  back: 'on_resolve',
  alert: 'e-1',
  rule: 'errors',
};
const viewOf = (document: typeof tenth, stage: 'production' | 'sandbox' = 'production') =>
  buildModeView(buildModeItem(document, stage, NOW_MS), NOW_MS);

describe('a mode in words', () => {
  it('says what it means and who decided it, and when nobody did', () => {
    expect(viewOf(documentOfRecord(record))).toMatchObject({
      title: 'Live',
      origin: 'Nobody has stated a mode; it was seen running.',
      bound: null,
    });
    const raised = withBase(tenth, { mode: 'limited', percent: 25 }, ACT, 'override');
    const { title, origin } = viewOf(raised);
    expect(title).toBe('Limited to 25 %');
    expect(origin).toMatch(/^Raised without a decision .+ by ada: more trust.$/);
    expect(viewOf(withHold(tenth, pause, NOW_MS)).origin).toBe(
      'Stated in its record: limited to 10 %.',
    );
    expect(viewOf(tenth, 'sandbox').bound).toBe('The stage sandbox allows review at most.');
  });

  it('tells each hold with its reason, its alert and the way back; only a decision ends an overdue one', () => {
    const held = withHold(tenth, pause, NOW_MS);
    expect(viewOf(held)).toMatchObject({ title: 'Off', isOff: true, isHeld: true });
    const overdue = { cap: { mode: 'review', percent: null } as const, reason: 'overdue' };
    const [first, second] = viewOf(withOverdue(held, overdue, NOW_MS)).holds;
    expect(first).toMatchObject({
      title: 'Paused',
      reason: 'Errors: 80 %',
      wayBack: 'ends with its alert',
      canLift: true,
      alert: 'e-1',
    });
    expect(second).toMatchObject({ title: 'Held at review', canLift: false });
  });

  it('tells before an act what will happen', () => {
    const item = buildModeItem(withHold(tenth, pause, NOW_MS), 'production', NOW_MS);
    expect(tellOutcome({ act: 'pause' }, item)).toContain('then limited to 10 % holds again');
    expect(tellOutcome({ act: 'lift', hold: 'h' }, item)).toContain('Nothing holds it any more');
  });

  it('becomes a request only with a reason, and a share where one is needed', () => {
    expect(readModeAct({ act: 'pause' }, '  ')).toMatchObject({ kind: 'fault', field: 'reason' });
    const limited = (percent: string) =>
      readModeAct({ act: 'lower', mode: 'limited', percent }, 'why');
    for (const wrong of ['', 'x', '101', '-1']) {
      expect(limited(wrong)).toMatchObject({ kind: 'fault', field: 'percent' });
    }
    expect(limited('5')).toEqual({
      kind: 'request',
      request: { hold: { mode: 'limited', percent: 5 }, reason: 'why' },
    });
  });
});

it('the portfolio tells a paused workload, a held one, and one in review, from one nobody spoke of', () => {
  const row = (change: Parameters<typeof sampleItem>[0]) =>
    buildPortfolioRow(sampleItem(change), NOW_MS).exposure;
  const off = { mode: 'off', percent: null, held: 'Errors' } as const;
  expect(row({ exposure: 0, mode: off })).toMatchObject({ aside: 'paused' });
  expect(row({ exposure: 0, mode: off }).explanation).toContain('Errors');
  const review = { mode: 'review', percent: null, held: null } as const;
  expect(row({ exposure: null, mode: review })).toMatchObject({ text: 'review', aside: '' });
  const live = { mode: 'live', percent: null, held: null } as const;
  expect(row({ exposure: null, mode: live })).toMatchObject({ isMissing: true });
});

it('the action of a rule survives its form, and a share that is none is told', () => {
  const actions = [
    null,
    { pause: true },
    { pause: true, back: 'by_person' },
    { mode: 'review' },
    { mode: 'limited', percent: 5, back: 'by_person' },
  ] as const;
  for (const action of actions) {
    expect(readAction(writeAction(action))).toEqual({ action, faults: {} });
  }
  const form = { mode: 'limited', percent: 'x', back: '', isPause: false } as const;
  expect(readAction(form).faults).toEqual({ 'action.percent': 'Expected a share from 0 to 100 %' });
});
