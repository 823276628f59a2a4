import { gzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createBodyReader } from '../../ingest/decompress-body.ts';

const MIB = 1_048_576;
const read = createBodyReader({ wireBytes: 2 * MIB, bodyBytes: 8 * MIB });
const text = Buffer.from('{"kind":"run"}');

describe('a compressed body', () => {
  it('comes out as it was put in', async () => {
    expect(Buffer.from(await read(text, ''))).toEqual(text);
    expect(Buffer.from(await read(text, 'identity'))).toEqual(text);
    expect(Buffer.from(await read(gzipSync(text), ' GZIP '))).toEqual(text);
    const members = Buffer.concat([gzipSync(text), gzipSync(text)]);
    expect(Buffer.from(await read(members, 'gzip'))).toEqual(Buffer.concat([text, text]));
  });

  it('that is a bomb is cut off at the limit, without its bytes ever being in memory', async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * MIB));
    expect(bomb.length).toBeLessThan(2 * MIB);
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 1);
    const attempts = Array.from({ length: 12 }, () =>
      read(bomb, 'gzip').catch((error: unknown) => error),
    );
    for (const error of await Promise.all(attempts)) {
      expect(error).toMatchObject({
        code: 'too_large',
        message: expect.stringContaining(String(8 * MIB)),
      });
    }
    clearInterval(watch);
    expect(peak - before).toBeLessThan(200 * MIB);
  });

  it('above the limit on the wire is refused with the limit', async () => {
    const error = { code: 'too_large', message: expect.stringContaining(String(2 * MIB)) };
    await expect(read(Buffer.alloc(2 * MIB + 1), '')).rejects.toMatchObject(error);
    await expect(read(Buffer.alloc(2 * MIB + 1), 'gzip')).rejects.toMatchObject(error);
    await expect(read(Buffer.alloc(2 * MIB), '')).resolves.toBeDefined();
  });

  it('that is broken or cut short is not parsable', async () => {
    const whole = gzipSync(Buffer.from('x'.repeat(1000)));
    const broken = Buffer.from(whole);
    broken[12] = (broken[12] as number) ^ 0xff;
    for (const body of [text, whole.subarray(0, -9), broken, Buffer.alloc(0)]) {
      await expect(read(body, 'gzip')).rejects.toMatchObject({ code: 'unparsable' });
    }
  });

  it('in an encoding that this runtime has not is refused with those it has', async () => {
    const unsupported = { code: 'unsupported_type', message: expect.stringContaining('gzip') };
    for (const encoding of ['br', 'deflate', 'gzip, gzip', 'nonsense']) {
      await expect(read(text, encoding)).rejects.toMatchObject(unsupported);
    }
    if (!('zstdDecompress' in zlib)) {
      await expect(read(text, 'zstd')).rejects.toMatchObject(unsupported);
    }
  });

  it('waits its turn behind others, and none is forgotten', async () => {
    const bodies = Array.from({ length: 40 }, (_, i) => Buffer.from(`body ${i}`));
    const results = await Promise.all(bodies.map((body) => read(gzipSync(body), 'gzip')));
    expect(results.map((result) => Buffer.from(result).toString())).toEqual(bodies.map(String));
  });
});
