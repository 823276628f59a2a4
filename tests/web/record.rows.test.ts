import { describe, expect, it } from 'vitest';
import type { RecordCheck, RecordItem } from '../../web/api/record-queries.ts';
import { buildCheckView } from '../../web/record/build-check-view.ts';
import { buildRecordRow, writeValue } from '../../web/record/build-record-row.ts';
import { askRecords, exportAddress, readRecordSearch } from '../../web/record/record-search.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const ITEM: RecordItem = {
  sequence: 17,
  at: '2026-11-21T09:00:00.000Z',
  kind: 'workload',
  id: 'refunds',
  version: 2,
  actor: 'person:ada',
  action: 'update',
  reason: '<b>because</b>',
  hash: 'f'.repeat(64),
  workload: 'refunds',
  redacted: false,
  changes: [
    { path: 'owners.risk', after: 'joe' },
    { path: 'scopes', before: ['read'], after: ['read', 'write'] },
    { path: 'table.0', before: { verdict: 'stop' } },
    { path: 'title', before: '', after: null },
  ],
};

describe('a row of the record', () => {
  it('says when, who, what and why, and names the first places that changed', () => {
    expect(buildRecordRow(ITEM, NOW)).toMatchObject({
      sequence: '17',
      ago: '3 hours ago',
      who: 'ada',
      kind: 'Workload',
      act: 'changed',
      summary: 'owners.risk, scopes, table.0 and 1 more place',
      reason: '<b>because</b>',
    });
  });

  it('tells a side that was not there from one that was empty or null', () => {
    expect(buildRecordRow(ITEM, NOW).lines).toEqual([
      { path: 'owners.risk', before: null, after: 'joe' },
      { path: 'scopes', before: 'read', after: 'read, write' },
      { path: 'table.0', before: '{\n  "verdict": "stop"\n}', after: null },
      { path: 'title', before: '""', after: 'null' },
    ]);
    expect(writeValue([])).toBe('[]');
  });

  it('of a redacted document says that, and not that nothing changed', () => {
    const row = buildRecordRow({ ...ITEM, redacted: true, changes: null }, NOW);
    expect(row).toMatchObject({ summary: 'its document was redacted', lines: null });
    const later = buildRecordRow({ ...ITEM, changes: null }, NOW);
    expect(later).toMatchObject({ summary: 'what was before is redacted', lines: null });
    const same = buildRecordRow({ ...ITEM, changes: [] }, NOW);
    expect(same.summary).toBe('nothing, written again as it was');
  });
});

describe('the outcome of a check', () => {
  const WELL: RecordCheck = {
    ok: true,
    records: 1204,
    head: { sequence: 1204, hash: 'ab', at: '2026-11-21T09:00:00.000Z' },
    problem: null,
    head_file: { problem: null },
    checked_at: '2026-11-21T11:58:00.000Z',
  };

  it('says that all is well, and as of when', () => {
    expect(buildCheckView(WELL, NOW)).toMatchObject({
      isWell: true,
      title: 'All 1,204 records are as they were written',
      checked: 'Checked 2 minutes ago',
      problems: [],
    });
  });

  it('names the first bad record, and the head file as a finding of its own', () => {
    const bad = {
      ...WELL,
      ok: false,
      problem: { sequence: 7, problem: 'is missing' },
      head_file: { problem: 'was changed in line 2' },
    };
    expect(buildCheckView(bad, NOW)).toMatchObject({
      isWell: false,
      problems: ['Record 7 is missing.', 'The head file was changed in line 2.'],
      badRecord: '7',
    });
  });
});

describe('the address', () => {
  it('keeps what makes sense and drops the rest', () => {
    const raw = { kind: 'rule', who: 'ada', from: '2026-02-30', to: '2026-11-03', open: '17' };
    expect(readRecordSearch({ ...raw, id: 5, older: '' })).toEqual({
      kind: 'rule',
      who: 'ada',
      to: '2026-11-03',
      open: '17',
    });
    expect(readRecordSearch({ kind: 'toString', from: 'yesterday', open: '0' })).toEqual({});
  });

  it('asks for whole days, the last one included, and exports what is shown', () => {
    const { from, to } = askRecords({ from: '2026-11-02', to: '2026-11-02' });
    expect(Date.parse(String(to)) - Date.parse(String(from))).toBe(86_400_000);
    expect(exportAddress({ kind: 'rule', who: 'a&b', open: '3' }, 'csv')).toBe(
      '/api/record/export?kind=rule&actor=a%26b&format=csv',
    );
  });
});
