import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDecision } from '../../decisions/signing/describe-decision.ts';
import { buildMemo } from '../../decisions/signing/memo.ts';
import { escapeMarkdown, writeMemoMarkdown } from '../../decisions/signing/memo-markdown.ts';
import { assessed, BUSINESS, decided, NOW_MS, RECORD, request } from './signing-samples.ts';

const HOSTILE =
  '</h1><script>alert(1)</script>\n# [Pay here](https://evil.example) | `x` ![](y) **b**';

function memoOf(reason: string, record = RECORD) {
  const decision = decided({
    request: request({
      verdict: 'scale',
      accepts: false,
      reason: `because it is so ${reason}`,
      conditions: [reason || 'none', 'weekly look'],
    }),
    signer: BUSINESS,
    assessment: assessed('hold', { sentence: `Not proven: ${reason}` }),
  });
  const surroundings = { ofWorkload: [decision], title: record.title, score: null, nowMs: NOW_MS };
  return buildMemo({
    decision: describeDecision(decision, surroundings),
    assessment: decision.assessment,
    record,
  });
}

describe('a memo', () => {
  it('names workload, owners, case, evidence, conditions, signatures, what is missing, and the hash', () => {
    const business_case = { value_per_success_usd: 1234.5, source: 'Time study' };
    const memo = memoOf('', { ...RECORD, business_case });
    expect(memo).toMatchObject({
      headline: 'Support copilot: scale signed against hold',
      business_case: [
        { name: 'Value per success', value: '$1,234.50' },
        { name: 'Source', value: 'Time study' },
      ],
      signatures: [{ capacity: 'business' }],
      missing: ['the operations or the risk owner', expect.stringContaining('second reviewer')],
    });
    expect(memo.owners).toContainEqual({ name: 'Risk', value: 'risk-officer' });
    const text = writeMemoMarkdown(memo);
    for (const heading of [
      'Owners',
      'Evidence',
      'Conditions',
      'Signatures',
      'What would change it',
    ]) {
      expect(text).toContain(`\n## ${heading}\n`);
    }
    expect(text).toContain(memo.evidence_hash);
  });

  it('shows hostile text letter by letter: no HTML, link, image, heading or table cell of it', () => {
    const text = writeMemoMarkdown(
      memoOf(HOSTILE, { ...RECORD, title: HOSTILE, purpose: HOSTILE }),
    );
    expect(text).not.toMatch(/(?<!\\)<\w|(?<!\\)<\//);
    expect(text).not.toMatch(/(?<!\\)\]\(/);
    expect(text).not.toMatch(/https:\/\//);
    const bare = writeMemoMarkdown(memoOf('plain'));
    const headings = (markdown: string) =>
      markdown.split('\n').filter((line) => line.startsWith('#')).length;
    expect(headings(text)).toBe(headings(bare));
  });

  it('is one page of lines whatever the texts are: none begins a line of its own', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(escapeMarkdown(text)).not.toMatch(/[\n\r]|(?<!\\)[<>[\]|`*_#]/);
      }),
    );
  });
});
