import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const WEB = join(import.meta.dirname, '..', '..', 'web');

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Declarations of a style sheet, comments left out. */
function declarations(file: string): string[] {
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return text.match(/[\w-]+:[^;{}]+;/g) ?? [];
}

const all = listFiles(WEB).filter((file) => !file.includes('/public/'));
const sheets = all.filter((file) => file.endsWith('.css') && !file.endsWith('/tokens.css'));
const offences = (pattern: RegExp): string[] =>
  sheets.flatMap((file) =>
    declarations(file)
      .filter((one) => pattern.test(one))
      .map((one) => `${relative(WEB, file)}: ${one}`),
  );

describe('outside the tokens', () => {
  it('there are style sheets to look at, and the patterns find what they forbid', () => {
    expect(sheets.length).toBeGreaterThan(80);
    expect('color: #fff;').toMatch(COLOUR);
    expect('background: rgb(0 0 0 / 50%);').toMatch(COLOUR);
    expect('font-size: 13px;').toMatch(FONT_SIZE);
    expect('border-radius: 5px;').toMatch(RADIUS);
  });

  it('no colour is written in a style sheet', () => {
    expect(offences(COLOUR)).toEqual([]);
  });

  it('no colour is written in a component or a chart', () => {
    const code = all.filter((file) => /\.tsx?$/.test(file));
    const found = code.filter((file) =>
      /['"`(]#[\da-f]{3,8}\b|\b(?:rgba?|hsla?)\(/i.test(readFileSync(file, 'utf8')),
    );
    expect(found.map((file) => relative(WEB, file))).toEqual([]);
  });

  it('every size of type and every rounding is one of the scale', () => {
    expect(offences(FONT_SIZE)).toEqual([]);
    expect(offences(RADIUS)).toEqual([]);
  });

  it('every token that is named exists', () => {
    const text = readFileSync(join(WEB, 'theme', 'tokens.css'), 'utf8');
    const known = new Set([...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    const prefixes =
      /^--(?:text|space|radius|ink|paper|surface|sunken|line|tint|chart|scale|hold|redesign|stop|pass|fail|uncertain|missing|print)\b/;
    const unknown = sheets.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/var\((--[\w-]+)/g)]
        .map(([, name = '']) => name)
        .filter(
          (name) =>
            prefixes.test(name) && !known.has(name) && !/^--chart-(?:left|right)/.test(name),
        )
        .map((name) => `${relative(WEB, file)}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

const COLOUR =
  /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b/i;
const FONT_SIZE = /^font-size:(?!\s*(?:var\(--(?:text|print-text)|inherit))/;
const RADIUS = /^border-radius:(?!\s*(?:var\(--radius|50%|0\b|1px|inherit))/;
