import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { openPortfolioFile } from '../../server/portfolio-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { sampleItem } from '../web/support/sample-portfolio.ts';

const folder = temporaryFolder('portfolio');
const log = pino({ level: 'silent' });

describe('the last portfolio', () => {
  it('is what the next start begins with, and is written once a minute at most', async () => {
    let nowMs = 0;
    const first = await openPortfolioFile(folder, { now: () => nowMs, log });
    expect(first.before('support-copilot')).toBeNull();
    await first.keep([sampleItem()]);
    nowMs = 59_000;
    await first.keep([sampleItem({ verdict: 'stop' })]);
    const second = await openPortfolioFile(folder, { now: () => nowMs, log });
    expect(second.before('support-copilot')).toEqual(sampleItem());
    expect(second.before('another')).toBeNull();
    nowMs = 60_000;
    await first.keep([sampleItem({ verdict: 'stop' })]);
    expect(await readFile(join(folder, 'portfolio.json'), 'utf8')).toContain('"verdict":"stop"');
    await second.forget();
    expect(second.before('support-copilot')).toBeNull();
    const third = await openPortfolioFile(folder, { now: () => nowMs, log });
    expect(third.before('support-copilot')).toBeNull();
  });

  it('does not come back with what was erased, however the two meet', async () => {
    let nowMs = Date.parse('2026-01-01T00:00:00Z');
    const file = await openPortfolioFile(folder, { now: () => nowMs, log });
    const lineOf = (atMs: number) => sampleItem({ assessed_at: new Date(atMs).toISOString() });
    const keeping = file.keep([lineOf(nowMs)]);
    await Promise.all([keeping, file.forget()]);
    await expect(readFile(join(folder, 'portfolio.json'))).rejects.toThrow('ENOENT');
    await file.keep([lineOf(nowMs - 1)]);
    await expect(readFile(join(folder, 'portfolio.json'))).rejects.toThrow('ENOENT');
    nowMs += 1000;
    await file.keep([lineOf(nowMs)]);
    expect((await stat(join(folder, 'portfolio.json'))).mode & 0o777).toBe(0o600);
  });

  it('that cannot be written is no failure of whoever asked', async () => {
    const file = await openPortfolioFile(join(folder, 'nowhere'), { now: () => 0, log });
    await expect(file.keep([sampleItem()])).resolves.toBeUndefined();
  });

  it.each(['', '{', '[{"workload": "w"}]'])(
    'is left out where it is of no use: %s',
    async (text) => {
      await writeFile(join(folder, 'portfolio.json'), text);
      const file = await openPortfolioFile(folder, { now: () => 0, log });
      expect(file.before('w')).toBeNull();
    },
  );
});
