import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { BUILDER_MS, ownersFor, type OwnersVersion } from '../../decisions/signing/owners-for.ts';
import { BUSINESS, NOW_MS, person } from './signing-samples.ts';

const version = (
  actor: string,
  owners: OwnersVersion['owners'],
  atMs = NOW_MS - 200 * DAY_MS,
): OwnersVersion => ({ actor, atMs, owners });

const signer = person('someone');

describe('owners, as they count for who signs', () => {
  it('are those of the current record where others wrote it', () => {
    const versions = [version('person:admin', { business: 'someone', risk: 'else' })];
    expect(ownersFor(versions, signer, NOW_MS)).toEqual({ business: 'someone', risk: 'else' });
    expect(ownersFor([], signer, NOW_MS)).toEqual({});
  });

  it('nobody becomes one by writing their own name, whatever is written afterwards', () => {
    const own = version(signer.actor, { business: 'someone', operations: 'other' });
    const later = version('person:admin', { business: 'someone', operations: 'other' });
    expect(ownersFor([own], signer, NOW_MS)).toEqual({ operations: 'other' });
    expect(ownersFor([own, later], signer, NOW_MS)).toEqual({ operations: 'other' });
    expect(ownersFor([own], BUSINESS, NOW_MS)?.business).toBe('someone');
  });

  it('a name that another has written again counts', () => {
    const own = version(signer.actor, { business: 'someone' });
    const without = version('person:admin', {});
    const again = version('person:admin', { business: 'someone' });
    expect(ownersFor([own, without, again], signer, NOW_MS)?.business).toBe('someone');
  });

  it('who built it stays its builder for a while after another is named', () => {
    const built = version('person:admin', { technical: 'someone' });
    const handed = (daysAgo: number) =>
      version(
        'person:admin',
        { technical: 'else', business: 'someone' },
        NOW_MS - daysAgo * DAY_MS,
      );
    const days = BUILDER_MS / DAY_MS;
    expect(ownersFor([built, handed(days - 1)], signer, NOW_MS)?.technical).toBe('someone');
    expect(ownersFor([built, handed(days + 1)], signer, NOW_MS)?.technical).toBe('else');
  });
});
