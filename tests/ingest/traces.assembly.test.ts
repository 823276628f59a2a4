import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ingest } from '../../ingest/ingest.ts';
import { createRedactor } from '../../ingest/redactor.ts';
import { NO_REDACTION } from '../../ingest/redaction-rules.ts';
import {
  createFaultyDisk,
  createMemoryTarget,
  open,
  run,
  send,
  temporaryFolder,
} from './support.ts';
import { NOW } from './test-moment.ts';
import { counted, PIECES, sendSpans, span, TRACE, WHOLE } from './trace-spans.ts';

const [root, first, tool, second] = PIECES;
const ALL = [...PIECES];

describe('a trace', () => {
  it('is one run with the same totals, in whatever pieces and order its spans come, and how often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            spans: fc.subarray(ALL, { minLength: 1 }),
            isFlushed: fc.boolean(),
          }),
          { maxLength: 6 },
        ),
        fc.shuffledSubarray(ALL, { minLength: ALL.length }),
        async (pieces, rest) => {
          const { ingest, target } = await open(await temporaryFolder());
          for (const { spans, isFlushed } of pieces) {
            await sendSpans(ingest, spans);
            if (isFlushed) await ingest.flush();
          }
          for (const one of rest) await sendSpans(ingest, [one]);
          await ingest.flush();
          expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
          await ingest.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is shown two seconds after its last span, without anybody asking', async () => {
    let nowMs = NOW;
    const { ingest, target } = await open(await temporaryFolder(), {
      now: () => nowMs,
      limits: { sealAfterMs: 5 },
    });
    await sendSpans(ingest, [first]);
    nowMs += 1900;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(target.rows('runs')).toEqual([]);
    nowMs += 200;
    await expect.poll(() => counted(target)).toHaveLength(1);
  });

  it('that only evaluates is no run', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    await sendSpans(ingest, [span('07', { role: 'evaluator' })]);
    await ingest.flush();
    expect(target.rows('runs')).toEqual([]);
    expect(target.rows('spans')).toHaveLength(1);
  });

  it('whose id a run of the sender has is that run', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    await send(ingest, [run(TRACE)]);
    await sendSpans(ingest, ALL);
    await ingest.flush();
    expect(counted(target)).toEqual([expect.objectContaining({ id: TRACE, origin: '' })]);
  });

  it('keeps of its user only the hash', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    await sendSpans(ingest, [{ ...first, user: 'somebody' }]);
    await ingest.flush();
    expect(target.rows('spans')[0]).toMatchObject({ user_hash: 'hash of 8' });
    expect(counted(target)[0]).toMatchObject({ user_hash: 'hash of 8' });
  });
});

describe('late spans', () => {
  it('correct a run that was let go of long ago: the old row is taken back', async () => {
    let nowMs = NOW;
    const { ingest, target } = await open(await temporaryFolder(), { now: () => nowMs });
    await sendSpans(ingest, [first]);
    await ingest.flush();
    nowMs += 30 * 60_000;
    // A round of the clock lets go of it.
    await new Promise((resolve) => setTimeout(resolve, 600));
    await sendSpans(ingest, [root, tool, second]);
    await ingest.flush();
    expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
    expect(target.rows('runs').map(({ sign }) => sign)).toEqual([1, -1, 1]);
  });

  it('of a time beyond the memory of ids still find their trace', async () => {
    let nowMs = NOW;
    const old = ALL.map((one) => ({ ...one, tsMs: one.tsMs - 3 * 86_400_000 }));
    const folder = await temporaryFolder();
    const before = await open(folder, { now: () => nowMs });
    await sendSpans(before.ingest, old.slice(0, 2));
    await before.ingest.flush();
    nowMs += 2 * 86_400_000;
    const after = await open(await temporaryFolder(), { now: () => nowMs, target: before.target });
    await sendSpans(after.ingest, old.slice(1));
    await after.ingest.flush();
    expect(counted(before.target)).toEqual([expect.objectContaining(WHOLE)]);
  });

  it('after an erasure bring nothing back, and complete what was not erased', async () => {
    const { ingest, target } = await open(await temporaryFolder());
    await sendSpans(ingest, [first]);
    await ingest.flush();
    await sendSpans(ingest, [second]);
    await ingest.forgetTraces(async () => {});
    await sendSpans(ingest, [root, tool]);
    await ingest.flush();
    expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
    await ingest.forgetTraces(async () => target.segments.clear());
    await sendSpans(ingest, [span('05', { role: 'inference', tokens_in: 7 })]);
    await ingest.flush();
    expect(target.rows('runs')).toEqual([]);
  });

  it('after a restart add to the run of before', async () => {
    const folder = await temporaryFolder();
    const before = await open(folder);
    await sendSpans(before.ingest, [first, tool]);
    await before.ingest.flush();
    await before.ingest.close();
    const after = await open(folder, { target: before.target });
    await sendSpans(after.ingest, [root, second]);
    await after.ingest.flush();
    expect(counted(before.target)).toEqual([expect.objectContaining(WHOLE)]);
  });
});

describe('a process that ends', () => {
  it('between the spans and their run leaves the run to the next one', async () => {
    const folder = await temporaryFolder();
    const before = await open(folder);
    await sendSpans(before.ingest, ALL);
    await before.ingest.close();
    const after = await open(folder, { target: before.target });
    await after.ingest.flush();
    expect(counted(before.target)).toEqual([expect.objectContaining(WHOLE)]);
  });

  it('after the spans reached the store, before their run did, leaves it to the next one too', async () => {
    const folder = await temporaryFolder();
    const before = await open(folder, { limits: { sealAfterMs: 5 } });
    await sendSpans(before.ingest, ALL);
    await expect.poll(() => before.target.rows('spans')).toHaveLength(ALL.length);
    await before.ingest.close();
    expect(before.target.rows('runs')).toEqual([]);
    const after = await open(folder, { target: before.target });
    await after.ingest.flush();
    expect(counted(before.target)).toEqual([expect.objectContaining(WHOLE)]);
  });
});

describe('a disk or database that fails', () => {
  it('spans that could not be kept are not promised, and count once when sent again', async () => {
    const { files, faults } = createFaultyDisk();
    const { ingest, target } = await open(await temporaryFolder(), { files });
    faults.sync = true;
    await expect(sendSpans(ingest, ALL)).rejects.toMatchObject({ code: 'unavailable' });
    faults.sync = false;
    await sendSpans(ingest, ALL);
    await ingest.flush();
    expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
  });

  it('new traces become runs on disk while the database is away, old ones wait for it', async () => {
    const target = createMemoryTarget();
    const { ingest } = await open(await temporaryFolder(), { target });
    await flushed(ingest);
    target.before = () => {
      throw new Error('the database is away');
    };
    await sendSpans(ingest, ALL);
    await expect(ingest.flush()).rejects.toMatchObject({ code: 'unavailable' });
    target.before = () => {};
    await ingest.flush();
    expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
  });
});

/** The first flush looks for what an earlier process left. */
const flushed = (ingest: Ingest): Promise<void> => ingest.flush();

describe('redaction rules', () => {
  it('take out of spans what they take out of events, before anything is written', async () => {
    const redactor = createRedactor(
      { ...NO_REDACTION, detect: ['email'], fields: { drop: ['user'], hash: [] } },
      (text) => `${text.length}`.padStart(32, '0'),
    );
    const { ingest, target } = await open(await temporaryFolder(), { redactor: () => redactor });
    await sendSpans(ingest, [
      span('08', { error: 'no mailbox for ann@example.org', ok: false, user: 'ann' }),
    ]);
    await ingest.flush();
    const error = 'no mailbox for [email]';
    expect(target.rows('spans')).toMatchObject([{ error, user_hash: '' }]);
    expect(counted(target)).toMatchObject([{ error, user_hash: '' }]);
  });
});
