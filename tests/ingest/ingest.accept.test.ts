import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import { MAX_QUARANTINED_BYTES, cutText } from '../../ingest/quarantine.ts';
import { open, run, send, temporaryFolder } from './support.ts';
import { NOW } from './test-moment.ts';

const bare = async (overrides = {}) => open(await temporaryFolder(), overrides);

describe('a request', () => {
  it('is answered with what became of each event, and all good ones arrive', async () => {
    const { ingest, target } = await bare();
    const events = [
      run('a'),
      run('b', { tokens_in: -1 }),
      { kind: 'probe', workload: 'w', id: 'c', ok: true },
      run('a'),
      7,
    ];
    expect(await send(ingest, events)).toEqual({
      accepted: 2,
      duplicates: 1,
      rejected: [
        { index: 1, path: 'tokens_in', message: 'must be at least 0, got -1' },
        { index: 4, path: '', message: 'expected an object, got 7' },
      ],
    });
    await ingest.flush();
    expect(target.rows('runs').map(({ id }) => id)).toEqual(['a']);
    expect(target.rows('events').map(({ id, kind, ok }) => [id, kind, ok])).toEqual([
      ['c', 'probe', 1],
    ]);
    expect(ingest.status()).toMatchObject({
      accepted: 2,
      duplicates: 1,
      rejected: 2,
      spoolBytes: 0,
      lagMs: 0,
    });
  });

  it('keeps each rejected event as it came, with every reason, in the quarantine', async () => {
    const { ingest, target } = await bare();
    const lines = [
      '{"kind":"run","workload":"w","id":"a"}',
      '{"kind":"walk", "workload":"w"}',
      '{not json',
      '{"workload":"W!","kind":"run","ts":1}',
    ];
    const { rejected } = await send(ingest, lines.join('\n'), {
      contentType: 'application/x-ndjson',
    });
    expect(rejected.map(({ index, path }) => [index, path])).toEqual([
      [1, 'kind'],
      [2, ''],
      [3, 'workload'],
    ]);
    expect(rejected[1]?.message).toMatch(/^line 3 is not JSON/);
    await ingest.flush();
    const rows = target.rows('quarantine');
    expect(rows.map(({ body, workload, kind, key_id }) => [body, workload, kind, key_id])).toEqual([
      [lines[1], 'w', 'walk', 'key-1'],
      [lines[2], '', '', 'key-1'],
      [lines[3], 'W!', 'run', 'key-1'],
    ]);
    expect(JSON.parse(String(rows[0]?.['errors']))).toEqual([
      { path: 'kind', message: rejected[0]?.message },
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    expect(target.rows('runs').map(({ ts, received_at }) => [ts, received_at])).toEqual([
      [NOW, NOW],
    ]);
  });

  it("keeps of a rejected event's user no more than of an accepted one's: a hash", async () => {
    const { ingest, target } = await bare();
    const event = { kind: 'walk', workload: 'w', user: 'someone@example.org' };
    await send(ingest, event);
    await ingest.flush();
    const body = String(target.rows('quarantine')[0]?.['body']);
    expect(body).not.toContain('someone');
    expect(JSON.parse(body)).toEqual({ ...event, user: 'hashed:hash of 19' });
  });

  it('keeps at most 64 KiB of a rejected event, ending at a whole character', async () => {
    const { ingest, target } = await bare();
    const event = JSON.stringify({ kind: 'run', workload: 'w', id: `a${'€'.repeat(100_000)}` });
    await send(ingest, `[${event}]`);
    await ingest.flush();
    const body = String(target.rows('quarantine')[0]?.['body']);
    expect(event.startsWith(body)).toBe(true);
    expect(Buffer.byteLength(body)).toBeGreaterThan(MAX_QUARANTINED_BYTES - 3);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_QUARANTINED_BYTES);
  });

  it('under a key bound to workloads is refused whole when it meets another, and takes nothing', async () => {
    const { ingest, target } = await bare();
    const allowedWorkloads = new Set(['w']);
    const foreign = { code: 'forbidden', message: expect.stringContaining('other') };
    const good = run('a');
    for (const bad of [run('b', { workload: 'other' }), { kind: 'nonsense', workload: 'other' }]) {
      await expect(send(ingest, [good, bad], { allowedWorkloads })).rejects.toMatchObject(foreign);
    }
    expect(ingest.status()).toMatchObject({ accepted: 0, rejected: 0, spoolBytes: 0 });
    expect(await send(ingest, [good, { kind: 'run' }], { allowedWorkloads })).toMatchObject({
      accepted: 1,
      duplicates: 0,
    });
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(1);
    expect(target.rows('quarantine')).toHaveLength(1);
  });

  it('may hold 10,000 events and not one more, and 10 MiB', async () => {
    const { ingest } = await bare();
    const events = Array.from({ length: 10_001 }, (_, i) => run(`e${i}`));
    await expect(send(ingest, events)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('10000'),
    });
    expect(await send(ingest, events.slice(1))).toMatchObject({ accepted: 10_000, duplicates: 0 });
    await expect(send(ingest, ' '.repeat(10 * 1_048_576 + 1))).rejects.toMatchObject({
      code: 'too_large',
    });
  });

  it('may be gzipped', async () => {
    const { ingest } = await bare();
    const body = gzipSync(JSON.stringify([run('a')]));
    expect(await send(ingest, '', { body, contentEncoding: 'gzip' })).toMatchObject({
      accepted: 1,
    });
    await expect(send(ingest, '', { body, contentEncoding: 'br' })).rejects.toMatchObject({
      code: 'unsupported_type',
    });
  });

  it('of any JSON at all never crashes and never counts an event twice', async () => {
    const { ingest } = await bare();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const count = Array.isArray(value) ? value.length : 1;
        try {
          const { accepted, duplicates, rejected } = await send(ingest, value);
          expect(accepted + duplicates + rejected.length).toBe(count);
        } catch (error) {
          expect(error).toBeInstanceOf(BellwetherError);
          expect(error).toMatchObject({ code: 'unparsable' });
        }
      }),
    );
  });

  it('of lists nested without end, in a field or a line, never crashes and ends in quarantine', async () => {
    const { ingest, target } = await bare();
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const bodies = [
      `{"kind":"run","workload":"w","attributes":{"a":${deep}}}`,
      `[${deep},{"x":${deep}}]`,
    ];
    for (const body of bodies) expect(await send(ingest, body)).toMatchObject({ accepted: 0 });
    await ingest.flush();
    expect(target.rows('quarantine')).toHaveLength(3);
  });

  it('of any bytes at all never crashes', async () => {
    const { ingest } = await bare();
    const types = fc.constantFrom('application/json', 'application/x-ndjson', 'text/plain', '');
    const encodings = fc.constantFrom('', 'gzip', 'zstd');
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        types,
        encodings,
        async (body, contentType, contentEncoding) => {
          await send(ingest, '', { body, contentType, contentEncoding }).catch((error: unknown) => {
            expect(error).toBeInstanceOf(BellwetherError);
          });
        },
      ),
    );
  });
});

describe('a row', () => {
  it('carries the hash of its user and never the user', async () => {
    const { ingest, target } = await bare({ hashUser: (user: string) => `#${user.length}` });
    await send(ingest, [run('a', { user: 'ada@example.org' }), run('b')]);
    await ingest.flush();
    const rows = target.rows('runs');
    expect(rows.map(({ user_hash }) => user_hash)).toEqual(['#15', '']);
    expect(
      JSON.stringify(
        rows.map(({ user_hash, trace_id, id, error }) => [user_hash, trace_id, id, error]),
      ),
    ).not.toContain('ada@');
  });

  it('carries what the run cost, and says whether that was stated', async () => {
    const { ingest, target } = await bare();
    const gpt = {
      model: 'gpt-4.1',
      provider: 'openai',
      tokens_in: 1_000_000,
      tokens_cached: 500_000,
      tokens_out: 100_000,
    };
    await send(ingest, [
      run('a', gpt),
      run('b', { ...gpt, cost_usd: 1 }),
      run('c', { ...gpt, model: 'ours' }),
    ]);
    await ingest.flush();
    expect(target.rows('runs').map(({ cost_usd, cost_source }) => [cost_usd, cost_source])).toEqual(
      [
        [2_050_000_000n, 'priced'],
        [1_000_000_000n, 'stated'],
        [null, ''],
      ],
    );
  });

  it('carries the id of its segment, one made here where the sender chose none, and when it came', async () => {
    const { ingest, target } = await bare();
    await send(ingest, [
      { kind: 'run', workload: 'w' },
      { kind: 'run', workload: 'w', id: null },
    ]);
    await ingest.flush();
    const [id] = target.segments.keys();
    const rows = target.rows('runs');
    expect(
      rows.map(({ spool_segment, received_at, ts, sign }) => [
        spool_segment,
        received_at,
        ts,
        sign,
      ]),
    ).toEqual([
      [id, NOW, NOW, 1],
      [id, NOW, NOW, 1],
    ]);
    expect(new Set(rows.map((row) => row['id'])).size).toBe(2);
  });
});

describe('cutText', () => {
  it('gives the longest start that fits and never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(60), (text, max) => {
        const cut = cutText(text, max);
        expect(text.startsWith(cut)).toBe(true);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(max);
        const next = /^./su.exec(text.slice(cut.length))?.[0];
        if (next !== undefined) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(max);
      }),
    );
  });
});
