import { expect, test } from 'vitest';
import { workloadDocument, type WorkloadDocument } from '../../core/workload.ts';
import type { GateItem } from '../../decisions/gates/gate-item.ts';
import { GATES } from '../../decisions/gates/gate-catalogue.ts';
import { buildReadiness } from '../../web/readiness/build-readiness.ts';
import { RECORD_FIELDS } from '../../web/readiness/record-fields.ts';
import { readRecordForm, writeRecordForm } from '../../web/readiness/record-form.ts';

const NOW_MS = Date.UTC(2026, 9, 1);
const itemsWith = (changes: Record<string, Partial<GateItem>>): GateItem[] =>
  GATES.map(({ id, title, stage, direction, provedBy, proof, validFor }) => ({
    gate: id,
    title,
    stage,
    direction,
    required: false,
    state: 'open',
    evidence: 'Nothing.',
    missing: ['Nothing.', 'And nothing.'],
    approvers: [],
    signed_by: [],
    signatures: [],
    expires_at: null,
    how_proved: [...provedBy],
    proof,
    valid_for: validFor,
    ...changes[id],
  }));
const BASE: WorkloadDocument = {
  id: 'w',
  title: 'W',
  stage: 'sandbox',
  policy: 'default',
  rollout: { mode: 'review' },
  gates: { users_trained: { approvers: ['operations'] } },
};

test('the way shows where a workload is, and what is open up to the next stage alone', () => {
  const passed: Partial<GateItem> = { state: 'passed', missing: [] };
  const items = itemsWith({ sandbox_sample: passed, owners: passed });
  const { stages, next, others } = buildReadiness({ stage: 'sandbox' }, items, NOW_MS);
  expect(stages.map(({ position }) => position)).toEqual([
    'behind',
    'behind',
    'here',
    'ahead',
    'ahead',
  ]);
  expect(stages[0]).toMatchObject({ passed: 1, count: '1 of 3 gates passed' });
  expect(next).toMatchObject({ to: 'production', name: 'Production' });
  const open = next?.open.map(({ gate }) => gate);
  expect(open).toContain('rollback_rehearsed');
  expect(open).not.toContain('sandbox_sample');
  expect(open).not.toContain('review_on_cadence');
  expect(others).toEqual(['design', 'testing', 'retired']);
  expect(buildReadiness({ stage: 'retired' }, items, NOW_MS).next).toBeNull();
});

test('a line says first what is missing, and who signed until when once it is passed', () => {
  const { stages } = buildReadiness(
    { stage: 'production' },
    itemsWith({
      users_trained: {
        state: 'passed',
        missing: [],
        signed_by: ['Product owner'],
        expires_at: '2026-12-24T10:00:00.000Z',
      },
    }),
    NOW_MS,
  );
  const summaries = new Map(
    stages.flatMap(({ gates }) => gates.map(({ item, summary }) => [item.gate, summary] as const)),
  );
  expect(summaries.get('users_trained')).toBe('Signed by Product owner, until 24 Dec');
  expect(summaries.get('owners')).toBe('Nothing. And 1 more.');
});

test('a form that nobody changed writes the same record, and what has no field stays', () => {
  const full: WorkloadDocument = workloadDocument.parse({
    ...BASE,
    purpose: 'Answers.',
    risk_class: 'internal',
    owners: { business: 'business-owner', technical: 'builder' },
    business_case: { value_per_success_usd: 1.5, edited_fraction: 0.07, date: '2026-01-01' },
    pilot: { question: 'Is it?', criteria: { stop: 'never' } },
    agreed: { audited_error_rate: 0.29 },
    review_cadence: '30d',
    data_contract: 1,
  });
  for (const document of [BASE, full]) {
    expect(readRecordForm(writeRecordForm(document), document)).toEqual({
      kind: 'document',
      document,
    });
  }
  const emptied = { ...writeRecordForm(full), 'owners.business': '', 'owners.technical': ' ' };
  const read = readRecordForm(emptied, full);
  expect(read.kind === 'document' && 'owners' in read.document).toBe(false);
});

test('what is wrong in a form is told where it stands', () => {
  const form = { ...writeRecordForm(BASE), 'business_case.payback_months': 'soon' };
  expect(readRecordForm(form, BASE)).toMatchObject({
    kind: 'faults',
    faults: { 'business_case.payback_months': 'expected a number' },
  });
  const longer = { ...writeRecordForm(BASE), review_cadence: 'monthly' };
  expect(readRecordForm(longer, BASE)).toMatchObject({
    kind: 'faults',
    faults: { review_cadence: expect.stringMatching(/30d|7d|duration/) as string },
  });
});

test('every field of the form is one that a record can hold', () => {
  const paths = RECORD_FIELDS.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const { path, kind } of RECORD_FIELDS) {
    const number = kind === 'number' || kind === 'whole' || kind === 'percent';
    const samples: Record<string, string> = {
      day: '2026-01-01',
      duration: '30d',
      url: 'https://wiki.example/x',
      risk: 'internal',
    };
    const form = { ...writeRecordForm(BASE), [path]: number ? '1' : (samples[kind] ?? 'words') };
    expect([path, readRecordForm(form, BASE).kind]).toEqual([path, 'document']);
  }
});
