import { readFile, writeFile } from 'node:fs/promises';
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

  it.each(['', '{', '[{"workload": "w"}]'])(
    'is left out where it is of no use: %s',
    async (text) => {
      await writeFile(join(folder, 'portfolio.json'), text);
      const file = await openPortfolioFile(folder, { now: () => 0, log });
      expect(file.before('w')).toBeNull();
    },
  );
});
