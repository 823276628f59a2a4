import { describe, expect, it } from 'vitest';
import { SIGNALS } from '../../signals/catalogue.ts';
import { MISSING_STATES } from '../../signals/estimate.ts';
import { buildHelp } from '../../web/help/build-help.ts';
import { VERDICT_ORDER } from '../../web/theme/verdict-look.ts';

const entries = buildHelp('').flatMap((section) => section.entries);

describe('the help', () => {
  it('explains every signal, every verdict and every missing state in a sentence', () => {
    for (const id of [...SIGNALS.map((signal) => signal.id), ...VERDICT_ORDER, ...MISSING_STATES]) {
      const found = entries.find((entry) => entry.id === id);
      expect(found?.meaning ?? '', id).toMatch(/^.{15,}[.]$/);
    }
  });

  it('has one address for each word', () => {
    const ids = buildHelp('').flatMap((section) => [
      section.id,
      ...section.entries.map(({ id }) => id),
    ]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is narrowed down to words that hold all that was typed', () => {
    const ids = (text: string): string[] =>
      buildHelp(text).flatMap((section) => section.entries.map(({ id }) => id));
    expect(ids('halluc rate')).toContain('hallucination_rate');
    expect(ids('halluc rate')).not.toContain('scale');
    expect(ids('nothing is called this')).toEqual([]);
  });
});
