import { describe, expect, it } from 'vitest';
import { limitChanges } from '../../decisions/policy/limit-changes.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { sha256 } from './engine-fixtures.ts';

function resolve(document: PolicyDocument) {
  return resolvePolicy(document, 3, () => undefined, sha256);
}

describe('the hash of a policy', () => {
  const document: PolicyDocument = {
    id: 'p',
    signals: { roi: { role: 'required', limit: 1.2 }, uptime: { role: 'advisory' } },
  };
  const { hash } = resolve(document);

  it('is the same however the document is ordered, named or versioned, or states a default', () => {
    const reordered: PolicyDocument = {
      grid: '1h',
      signals: { uptime: { role: 'advisory' }, roi: { limit: 1.2, role: 'required' } },
      id: 'p',
    };
    expect(resolve(reordered).hash).toBe(hash);
    expect(
      resolvePolicy({ ...document, id: 'q', title: 'Q' }, 9, () => undefined, sha256).hash,
    ).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      'a limit',
      { ...document, signals: { ...document.signals, roi: { role: 'required', limit: 1.3 } } },
    ],
    [
      'a role',
      { ...document, signals: { ...document.signals, roi: { role: 'advisory', limit: 1.2 } } },
    ],
    ['a dwell', { ...document, dwell: { scale: '8d' } }],
    ['the confidence', { ...document, confidence: 0.9 }],
    ['a gate', { ...document, gates: { required_for_scale: ['owners'] } }],
  ] satisfies readonly (readonly [string, PolicyDocument])[])(
    'changes with %s',
    (_title, changed) => {
      expect(resolve(changed).hash).not.toBe(hash);
    },
  );
});

describe('changes of limits', () => {
  it('are the instants at which a version stated another limit, signal by signal', () => {
    const version = (fromMs: number, roi: number, uptime?: number) => ({
      fromMs,
      policy: resolve({
        id: 'p',
        signals: {
          roi: { role: 'required', limit: roi },
          ...(uptime === undefined ? {} : { uptime: { role: 'advisory', limit: uptime } }),
        },
      }),
    });
    expect(
      limitChanges([
        version(10, 1.2),
        version(20, 1.2, 0.99),
        version(30, 1.3, 0.99),
        version(40, 1.2, 0.99),
      ]),
    ).toEqual({
      uptime: [20],
      roi: [30, 40],
    });
    expect(limitChanges([version(10, 1.2)])).toEqual({});
  });
});
