import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { faultsOf, resolve } from './resolve-with.ts';

describe('inheritance', () => {
  const base: PolicyDocument = {
    id: 'base',
    recent: '3d',
    dwell: { scale: '1d' },
    signals: {
      hallucination_rate: { role: 'required', limit: 0.02, min_sample: 500 },
      roi: { role: 'required', limit: 1.5 },
    },
  };

  it('takes signals over the whole chain, a nearer rule replacing a farther one whole', () => {
    const middle: PolicyDocument = {
      id: 'middle',
      extends: 'base',
      signals: { roi: { role: 'required', limit: 2 } },
    };
    const top: PolicyDocument = {
      id: 'top',
      extends: 'middle',
      signals: { hallucination_rate: { role: 'required', limit: 0.01 } },
    };
    const { signals } = resolve(top, [base, middle]);
    expect(signals.get('roi')).toMatchObject({ role: 'required', limit: 2 });
    expect(signals.get('hallucination_rate')).toMatchObject({ limit: 0.01, minSample: 30 });
  });

  it('takes nothing but signals', () => {
    const child = resolve({ id: 'child', extends: 'base' }, [base]);
    expect(child.dwellMs.scale).toBe(7 * DAY_MS);
    expect(child.signals.get('roi')).toMatchObject({ limit: 1.5, recentMs: 7 * DAY_MS });
  });

  it('knows the built-in default without being told', () => {
    expect(resolve({ id: 'child', extends: 'default' }).signals.get('roi')).toMatchObject({
      role: 'required',
      limit: 1.2,
    });
  });

  it('refuses a chain that comes back to itself, and one that leads nowhere', () => {
    const a: PolicyDocument = { id: 'a', extends: 'b' };
    const b: PolicyDocument = { id: 'b', extends: 'a' };
    expect(faultsOf(a, [a, b])).toEqual(['extends: extends itself: a → b → a']);
    expect(faultsOf({ id: 'a', extends: 'a' })).toEqual(['extends: extends itself: a → a']);
    expect(faultsOf({ id: 'a', extends: 'gone' })).toEqual(['extends: there is no policy "gone"']);
  });

  it('checks what was inherited too', () => {
    const faulty: PolicyDocument = { id: 'faulty', signals: { nonsense: { role: 'advisory' } } };
    expect(faultsOf({ id: 'child', extends: 'faulty' }, [faulty])).toEqual([
      'signals.nonsense: no such signal',
    ]);
  });
});
