import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCommands } from '../../web/palette/find-commands.ts';
import { listCommands } from '../../web/palette/list-commands.ts';
import { matchWord } from '../../web/palette/match-words.ts';
import { stepLine } from '../../web/palette/palette-dialog.tsx';
import { PAGES } from '../../web/shell/pages.ts';

const WORKLOADS = [
  {
    workload: 'support-copilot',
    title: 'Support copilot',
    owner: 'Dana, claims',
    verdict: 'scale',
  },
  { workload: 'kyc', title: 'Identity checks', owner: null, verdict: 'hold' },
  ...Array.from({ length: 20 }, (_, index) => ({
    workload: `w-${index}`,
    title: `Workload ${index}`,
    owner: null,
    verdict: 'stop' as const,
  })),
] as const;

const commands = (openWorkload: string | null = null) =>
  listCommands({
    workloads: WORKLOADS,
    openWorkload,
    settings: [{ tab: 'people', name: 'People' }],
  });
const firstOf = (typed: string, openWorkload: string | null = null) =>
  findCommands(commands(openWorkload), typed)[0]?.command;

describe('what is typed', () => {
  it('finds a text by its beginnings of words and by parts of them, whatever the case or accent', () => {
    expect(matchWord('cop', 'Support copilot')?.at).toEqual([8, 9, 10]);
    expect(matchWord('spcop', 'Support copilot')?.at).toEqual([0, 2, 8, 9, 10]);
    expect(matchWord('SC', 'Support copilot')?.at).toEqual([0, 8]);
    expect(matchWord('resume', 'Résumé check')?.at).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('finds nothing in letters that are only scattered over other words', () => {
    expect(matchWord('slot', 'Support copilot')).toBeNull();
    expect(matchWord('x', 'Support copilot')).toBeNull();
  });

  it('is found letter for letter, each after the one before', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 6 }),
        fc.string({ maxLength: 30 }),
        (typed, text) => {
          const match = matchWord(typed, text);
          if (match === null) return;
          const letters = Array.from(text);
          const fold = (letter: string): string => letter.normalize('NFD').charAt(0).toLowerCase();
          expect(match.at.map((index) => fold(letters[index]!))).toEqual(
            Array.from(typed).map(fold),
          );
          expect(match.at).toEqual([...new Set(match.at)].toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('finds any text by the text itself', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/\s/.test(text)),
        (text) => {
          expect(matchWord(text, text)).not.toBeNull();
        },
      ),
    );
  });
});

describe('the palette', () => {
  it('leads to a workload by its title, its id and its owner', () => {
    for (const typed of ['copilot', 'support-cop', 'dana', 'sup dana']) {
      expect(firstOf(typed)?.does, typed).toEqual({ go: '/w/support-copilot' });
    }
    expect(firstOf('kyc')?.does).toEqual({ go: '/w/kyc' });
  });

  it('leads to every page of the navigation by its name', () => {
    for (const { name, to } of PAGES) expect(firstOf(name)?.does, name).toEqual({ go: to });
  });

  it('offers the tabs of the workload that is open, and those alone', () => {
    expect(firstOf('return', 'kyc')?.does).toEqual({ go: '/w/kyc?tab=return' });
    expect(firstOf('readiness', 'kyc')?.aside).toBe('Identity checks');
    expect(commands().some(({ group }) => group === 'This workload')).toBe(false);
  });

  it('names a few workloads before anything is typed and all of them afterwards', () => {
    const count = (typed: string): number =>
      findCommands(commands(), typed).filter(({ command }) => command.group === 'Workloads').length;
    expect(count('')).toBe(6);
    expect(count('workload')).toBe(20);
  });

  it('finds nothing where one of the words fits nothing', () => {
    expect(findCommands(commands(), 'copilot zzz')).toEqual([]);
  });

  it('has an id of its own for every line, and goes nowhere outside the dashboard', () => {
    const all = commands('kyc');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { does } of all) if ('go' in does) expect(does.go).toMatch(/^\/(?!\/)/);
    const hostile = { workload: '../..//evil', title: 'x', owner: null, verdict: 'hold' as const };
    const [odd] = listCommands({ workloads: [hostile], openWorkload: null, settings: [] }).filter(
      ({ group }) => group === 'Workloads',
    );
    expect(odd?.does).toEqual({ go: '/w/..%2F..%2F%2Fevil' });
  });

  it('walks its lines round and round', () => {
    expect(stepLine(2, 3, 'ArrowDown')).toBe(0);
    expect(stepLine(0, 3, 'ArrowUp')).toBe(2);
    expect(stepLine(1, 3, 'PageDown')).toBe(2);
    expect(stepLine(0, 0, 'ArrowDown')).toBeNull();
    expect(stepLine(0, 3, 'a')).toBeNull();
  });
});
