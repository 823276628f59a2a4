import { describe, expect, it } from 'vitest';
import { buildSignalGroups } from '../../web/workload/build-signal-groups.ts';
import { chooseSignal } from '../../web/workload/choose-signal.ts';
import { buildSignalRow } from '../../web/workload/build-signal-row.ts';
import { buildWhatWouldChange } from '../../web/workload/build-what-would-change.ts';
import { buildWorkloadHead } from '../../web/workload/build-workload-head.ts';
import { sampleAssessment } from './support/sample-assessment.ts';
import { daysBefore, sampleItem } from './support/sample-portfolio.ts';
import { sampleSignal, sampleSignals } from './support/sample-signals.ts';

const NOW = new Date(2026, 10, 21, 4).getTime();
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const assessment = sampleAssessment(sampleItem(), NOW);

describe('a signal', () => {
  const signals = sampleSignals(NOW);
  const row = (id: string) =>
    buildSignalRow(
      signals.find(({ signal }) => signal === id)!,
      NOW,
    );

  it('shows value, interval, limit and evidence in its unit', () => {
    const shown = row('hallucination_rate');
    expect(plain(shown.value)).toBe('4.1 %');
    expect(shown.bounds).toBe('[3.2–5.3]');
    expect(plain(shown.limit)).toBe('≤ 3 %');
    expect(plain(shown.evidence.text)).toBe('11 d: 2.9 % [2.4–3.5]');
    expect(shown.evidence.since).toBe('since 10 Nov, release 2.4');
  });

  it('explains unit, window, both sample sizes, interval and method', () => {
    const { explanation } = row('hallucination_rate');
    expect(explanation).toContain('Samples\t2,210, worth 1,804; evidence 6,820');
    expect(explanation).toContain('Window\t7d, evidence since');
    expect(explanation).toContain('Method\tbeta-binomial confidence sequence');
  });

  it('says which state is missing, and draws nothing for it', () => {
    const missing = row('latency_p99');
    expect(missing).toMatchObject({ value: '—', bounds: '', tone: 'missing' });
    expect(missing.reading.value).toBeNull();
    expect(missing.reason).toBe('212 of 368 samples');
  });

  it('is no doubt where the policy sets no limit', () => {
    expect(row('acceptance_rate').tone).toBe('missing');
    expect(row('tool_call_success').tone).toBe('uncertain');
  });
});

describe('the list of signals', () => {
  const groups = buildSignalGroups(assessment, NOW);
  const operations = groups.find(({ axis }) => axis.axis === 'operations')!;

  it('puts required before advisory and what fails before what passes', () => {
    expect(operations.rows.map(({ id }) => id).slice(0, 3)).toEqual([
      'hallucination_rate',
      'tool_call_success',
      'error_rate',
    ]);
  });

  it('loses no signal to the fold', () => {
    const all = groups.flatMap(({ rows, folded }) => [...rows, ...folded]);
    expect(all).toHaveLength(assessment.signals.length);
    expect(operations.folded.map(({ id }) => id)).toContain('drift');
  });

  it('never folds a required signal away', () => {
    const bare = {
      ...assessment,
      signals: [sampleSignal({ state: 'not_instrumented', value: null, limit: null })],
    };
    expect(buildSignalGroups(bare, NOW)[0]?.rows).toHaveLength(1);
  });
});

describe('the chart opens', () => {
  it('with what fails, unless the address names another', () => {
    expect(chooseSignal(assessment.signals, undefined)?.signal).toBe('hallucination_rate');
    expect(chooseSignal(assessment.signals, 'roi')?.signal).toBe('roi');
    expect(chooseSignal(assessment.signals, 'gone')?.signal).toBe('hallucination_rate');
  });

  it('with nothing where there is no signal', () => {
    expect(chooseSignal([], undefined)).toBeNull();
  });
});

describe('what would change it', () => {
  it('says from what to what, in units and the right direction', () => {
    const { changes } = buildWhatWouldChange(assessment);
    expect(changes.map(({ title, text }) => `${title} ${plain(text)}`)).toEqual([
      'Hallucination rate from 4.1 % to 3.0 % or below',
    ]);
  });

  it('says how many samples more and for how long, also when there is no end', () => {
    const { samples } = buildWhatWouldChange(assessment);
    expect(samples.map(({ text }) => text)).toEqual([
      '5,200 more samples, about 5 days at today’s rate',
      '9,100 more samples, no end in sight at today’s rate',
    ]);
  });

  it('names what blocks and where it turns', () => {
    const { blockedBy, turningPoints } = buildWhatWouldChange(assessment);
    expect(blockedBy).toEqual(['gate rollback rehearsed is open']);
    expect(turningPoints[0]).toEqual({ text: 'Unit cost at $0.610', verdict: 'redesign' });
  });

  it('is said to be empty when it is', () => {
    const counterfactual = { binding: [], changes: [], samples_needed: [], turning_points: [] };
    expect(buildWhatWouldChange({ ...assessment, counterfactual, blocked_by: [] }).isEmpty).toBe(
      true,
    );
  });
});

describe('the head of the page', () => {
  it('falls back to the id while the record is not known', () => {
    expect(buildWorkloadHead(assessment, null, null, NOW)).toMatchObject({
      title: 'support-copilot',
      facts: [],
    });
  });

  it('says that nobody owns it, and that its decision is late', () => {
    const record = {
      id: 'x',
      title: 'X',
      stage: 'production' as const,
      policy: 'default',
    };
    const dates = { decision_due: '2026-11-09', overdue: true, awaiting: 'x-1' };
    const { facts: all } = buildWorkloadHead(assessment, record, dates, NOW);
    expect(all.at(-1)?.value).toBe('awaits signatures');
    const facts = all.filter(({ isBad }) => isBad);
    expect(facts.map(({ value }) => value)).toEqual(['nobody named', 'overdue since 9 Nov']);
  });

  it('shows how much of the waiting time has passed', () => {
    const pending = {
      verdict: 'scale' as const,
      since: daysBefore(NOW, 4),
      until: daysBefore(NOW, -3),
    };
    const head = buildWorkloadHead({ ...assessment, pending }, null, null, NOW);
    expect(head.pending?.share).toBeCloseTo(4 / 7);
    expect(head.pending?.when).toBe('in 3 days');
  });
});
