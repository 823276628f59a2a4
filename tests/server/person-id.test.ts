import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workloadSlug } from '../../core/event.ts';
import { personIdOf } from '../../server/access/person-id.ts';

test('every name makes an id of the accepted form that nobody has had', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.nat({ max: 20 }),
      (name, used) => {
        const taken = new Set<string>();
        for (let count = 0; count <= used; count += 1) {
          const id = personIdOf(name, (one) => taken.has(one));
          expect(workloadSlug.safeParse(id).success).toBe(true);
          expect(taken.has(id)).toBe(false);
          taken.add(id);
        }
      },
    ),
  );
});

test('accents, spaces and punctuation become plain', () => {
  expect(personIdOf('Opérations  manager (night)', () => false)).toBe('operations-manager-night');
  expect(personIdOf('運用', () => false)).toBe('person');
});
