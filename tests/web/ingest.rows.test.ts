import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIngestSearch } from '../../web/ingest/ingest-search.ts';
import { buildQuarantineRow } from '../../web/ingest/quarantine/build-quarantine-row.ts';
import { tellReplay } from '../../web/ingest/quarantine/tell-replay.ts';
import { buildKeyRow } from '../../web/ingest/send/build-key-row.ts';
import { EMPTY_KEY_FORM, readKeyForm } from '../../web/ingest/send/read-key-form.ts';
import { buildTailChoice } from '../../web/ingest/tail/build-tail-rows.ts';
import { layOutJson } from '../../web/ingest/quarantine/lay-out-json.ts';
import { sampleKey, sampleQuarantineItem, sampleTailItem } from './support/sample-ingest.ts';

const NOW = Date.parse('2026-06-01T12:30:00Z');
const names = new Map([['abc123abc123', 'Support team']]);

describe('the address', () => {
  it('keeps what makes sense and drops the rest', () => {
    const full = { tab: 'tail', workload: 'support-copilot', kind: 'run', only: 'rejected' };
    expect(readIngestSearch(full)).toEqual(full);
    expect(
      readIngestSearch({ tab: 'nonsense', kind: '<b>', after: '../x', only: 'x', more: '1' }),
    ).toEqual({});
  });
});

describe('the live tail', () => {
  const items = [
    sampleTailItem({ seq: 3, workload: 'b', kind: 'probe' }),
    sampleTailItem({ seq: 2, rejected: { path: '', message: 'not JSON' }, workload: '', kind: '' }),
    sampleTailItem({ seq: 1 }),
  ];

  it('shows what the address asks for, and still offers a filter nothing fits any more', () => {
    expect(buildTailChoice(items, {}, names).rows.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    const gone = buildTailChoice(items, { workload: 'gone' }, names);
    expect(gone.rows).toEqual([]);
    expect(gone.workloads).toEqual(['b', 'gone', 'support-copilot']);
    expect(buildTailChoice(items, { kind: 'probe' }, names).rows.map(({ seq }) => seq)).toEqual([
      3,
    ]);
  });

  it('puts the reason in the place of what a rejected event would say', () => {
    const [row] = buildTailChoice(items, { only: 'rejected' }, names).rows;
    expect(row).toMatchObject({ isRejected: true, text: 'event: not JSON', workload: '' });
  });

  it('names the key, or that it came as spans', () => {
    const explain = (key_id: string) =>
      buildTailChoice([sampleTailItem({ key_id })], {}, names).rows[0]!.explanation;
    expect(explain('key:abc123abc123')).toContain('Sent with\tSupport team');
    expect(explain('')).toContain('spans of a trace');
    expect(explain('person:administrator')).toContain('person:administrator');
  });
});

describe('a quarantined event', () => {
  it('is shown as it came where it is no JSON, and says why it stays', () => {
    const row = buildQuarantineRow(
      sampleQuarantineItem({
        body: '{not <script>',
        workload: '',
        kind: '',
        errors: [{ path: '', message: 'line 1 is not JSON' }],
        replayable: false,
        reason_not_replayable: 'not JSON',
      }),
      names,
      NOW,
    );
    expect(row).toMatchObject({
      body: '{not <script>',
      workload: null,
      kind: null,
      hindrance: 'not JSON',
      reasons: [{ path: 'event', message: 'line 1 is not JSON' }],
      size: '13\u202fB',
    });
  });

  it('is laid out where it is JSON, and keeps its numbers as they were sent', () => {
    const body = '{"id":12345678901234567890,"a":1}';
    expect(buildQuarantineRow(sampleQuarantineItem({ body }), names, NOW).body).toContain(
      '12345678901234567890',
    );
    expect(buildQuarantineRow(sampleQuarantineItem({}), names, NOW).body).toContain(
      '\n  "kind": "run"',
    );
  });
});

describe('line breaks in JSON', () => {
  it('change nothing but white space, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(layOutJson(text)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });
});

describe('a replay', () => {
  it('is told with what was taken, what counted before and what is still refused', () => {
    const words = tellReplay({
      accepted: 1,
      duplicates: 2,
      rejected: [
        { id: 'a', path: 'ts', message: 'too old' },
        { id: 'b', path: 'ts', message: 'too old' },
        { id: 'c', path: '', message: 'not in the quarantine' },
      ],
    });
    expect(words.sentence).toBe(
      '1 event was taken; 2 events had been taken before and were not counted again; 3 events are still refused.',
    );
    expect(words.reasons).toEqual(['ts: too old (2 events)', 'event: not in the quarantine']);
    expect(words.isGood).toBe(false);
  });
});

describe('a key', () => {
  it('says what it may do, where, and how much', () => {
    const row = buildKeyRow(
      sampleKey({
        workloads: ['a', 'b', 'c'],
        limits: { events_per_second: 50, max_body_bytes: 2048 },
        last_used_at: '2026-06-01T12:00:00.000Z',
      }),
      NOW,
    );
    expect(row).toMatchObject({
      may: 'may send',
      where: 'a, b and 1 more',
      limits: 'at most 50 events\u202f/\u202fs, at most 2\u202fKiB a request',
      used: 'used 30 minutes ago',
    });
    const free = sampleKey({ limits: { events_per_second: 0, max_body_bytes: null } });
    expect(buildKeyRow(free, NOW).limits).toBe('any number of events');
    expect(buildKeyRow(sampleKey({}), NOW)).toMatchObject({
      where: 'all workloads',
      limits: null,
      used: 'not used since the start',
    });
  });

  it('is asked for with what the form says, and an empty field is no limit of its own', () => {
    const read = readKeyForm({
      name: ' Nightly ',
      workloads: 'a, b  a',
      eventsPerSecond: '1,000',
      maxBodyKib: '',
    });
    expect(read).toEqual({
      kind: 'request',
      request: {
        name: 'Nightly',
        scopes: ['ingest'],
        workloads: ['a', 'b'],
        limits: { events_per_second: 1000, max_body_bytes: null },
      },
    });
    expect(readKeyForm(EMPTY_KEY_FORM)).toMatchObject({
      request: { workloads: null, limits: null },
    });
  });

  it('is not asked for while a field is wrong, and each field says so itself', () => {
    const read = readKeyForm({
      name: ' ',
      workloads: 'Support Copilot!',
      eventsPerSecond: '0',
      maxBodyKib: '1.5',
    });
    expect(read.kind === 'faults' && Object.keys(read.faults).toSorted()).toEqual([
      'eventsPerSecond',
      'maxBodyKib',
      'name',
      'workloads',
    ]);
  });
});
