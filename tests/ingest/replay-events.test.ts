import { describe, expect, it } from 'vitest';
import { MAX_EVENT_AGE_MS } from '../../core/event.ts';
import { createRedactor } from '../../ingest/redactor.ts';
import { NO_REDACTION } from '../../ingest/redaction-rules.ts';
import { open, run, send, temporaryFolder } from './support.ts';
import { NOW } from './test-moment.ts';

const EARLIER = NOW - 3 * 86_400_000;
const row = (id: string, body: unknown, receivedAtMs = EARLIER) => ({
  id,
  receivedAtMs,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const from = (...events: ReturnType<typeof row>[]) => ({
  events,
  allowedWorkloads: null,
  keyId: 'key-2',
});

describe('a replay', () => {
  it('takes what fits by now, as of when it first came, and tells what does not and why', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    const old = EARLIER - MAX_EVENT_AGE_MS + 1;
    const answer = await ingest.replay(
      from(
        row('a', { kind: 'run', workload: 'w' }),
        row('b', run('old', { ts: old })),
        row('c', run('too-old', { ts: old - 2 })),
        row('d', { kind: 'walk' }),
        row('e', '{"kind": '),
      ),
    );
    expect(answer).toMatchObject({ accepted: 2, duplicates: 0, taken: ['a', 'b'] });
    expect(answer.rejected.map(({ id, path }) => [id, path])).toEqual([
      ['c', 'ts'],
      ['d', 'kind'],
      ['e', ''],
    ]);
    await ingest.flush();
    // Received is when it was taken, so that a retry is recognised from then on.
    const shown = target.rows('runs').map((r) => [r['id'], r['ts'], r['received_at']]);
    expect(shown).toEqual([
      ['a', EARLIER, NOW],
      ['old', old, NOW],
    ]);
    expect(target.rows('quarantine')).toEqual([]);
    expect(ingest.status()).toMatchObject({ accepted: 2, rejected: 0 });
  });

  it('counts an event once, with an id and without, also where its sender sends it again', async () => {
    const folder = await temporaryFolder();
    const rows = from(
      row('a', { kind: 'run', workload: 'w' }),
      row('b', run('one', { ts: EARLIER })),
    );
    const first = await open(folder);
    expect(await first.ingest.replay(rows)).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(await first.ingest.replay(rows)).toMatchObject({ accepted: 0, taken: ['a', 'b'] });
    expect(await send(first.ingest, run('one', { ts: EARLIER }))).toMatchObject({ duplicates: 1 });
    await first.ingest.close();

    const { ingest, target } = await open(folder);
    expect(await ingest.replay(rows)).toMatchObject({ accepted: 0, duplicates: 2 });
    await ingest.flush();
    expect(target.rows('runs')).toHaveLength(2);
  });

  it('leaves a user that was hashed here as it is, which no sender can ask for', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    await send(ingest, [run('sent', { user: 'hashed:jo' }), run('bad', { user: 'jo', ok: 'no' })]);
    await ingest.flush();
    const body = String(target.rows('quarantine')[0]?.['body']);
    await ingest.replay(from(row('q', body.replace('"ok":"no"', '"ok":true'), NOW)));
    await ingest.flush();
    const users = target.rows('runs').map(({ id, user_hash }) => [id, user_hash]);
    expect(Object.fromEntries(users)).toEqual({ sent: 'hash of 9', bad: 'hash of 2' });
  });

  it('keeps to the workloads of its key', async () => {
    const { ingest } = await open(await temporaryFolder());
    const allowedWorkloads = new Set(['mine']);
    const answer = await ingest.replay({ ...from(row('a', run('x'), NOW)), allowedWorkloads });
    expect(answer).toMatchObject({ accepted: 0, rejected: [{ id: 'a', path: 'workload' }] });
  });

  it('is redacted by the rules of today', async () => {
    const rules = { ...NO_REDACTION, detect: ['email' as const] };
    const redactor = createRedactor(rules, (text) => text.padEnd(32, '0'));
    const { ingest, target } = await open(await temporaryFolder(), { redactor: () => redactor });
    await ingest.replay(from(row('a', run('x', { error: 'for jo@example.com' }), NOW)));
    await ingest.flush();
    expect(target.rows('runs')[0]?.['error']).toBe('for [email]');
  });
});

describe('the quarantine', () => {
  it('keeps no user in the clear, whatever a sender made of it', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    const users = ['hashed:Jo Doe', 7_654_321, { name: 'Jo Doe' }, ['Jo Doe']];
    await send(
      ingest,
      users.map((user) => ({ kind: 'walk', user })),
    );
    await ingest.flush();
    const kept = target.rows('quarantine').map(({ body }) => String(body));
    expect(kept).toHaveLength(users.length);
    for (const body of kept) expect(body).toMatch(/"user":"hashed:hash of \d+"/);
    expect(kept.join()).not.toMatch(/Jo Doe|7654321/);
  });

  it('keeps an event with a user that is nested without end', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    await send(ingest, `{"kind":"walk","user":"jo","odd":${deep}}`);
    await ingest.flush();
    expect(String(target.rows('quarantine')[0]?.['body'])).toContain('hashed:hash of 2');
  });
});
