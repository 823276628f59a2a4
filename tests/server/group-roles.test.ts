import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLES } from '../../core/role.ts';
import { parseGroupRoles, rolesOfGroups } from '../../server/access/group-roles.ts';

const group = fc
  .string({ minLength: 1, maxLength: 30 })
  .filter((text) => text.trim() === text && !text.includes(','));
const entry = fc.record({ group, role: fc.constantFrom(...ROLES) });

test('a mapping that is written down is read as it was meant, whatever the groups are called', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (mapping) => {
      const text = mapping.map(({ group: name, role }) => `${name}=${role}`).join(' , ');
      expect(parseGroupRoles(text)).toEqual(mapping);
    }),
  );
});

test('a person has exactly the roles of their groups, each once', () => {
  fc.assert(
    fc.property(fc.array(entry), fc.array(group), (mapping, groups) => {
      const roles = rolesOfGroups(groups, mapping);
      expect(new Set(roles).size).toBe(roles.length);
      for (const role of ROLES) {
        const has = mapping.some((one) => one.role === role && groups.includes(one.group));
        expect(roles.includes(role)).toBe(has);
      }
    }),
  );
});

test.each([undefined, null, 7, {}, [], [null, { group: 'ops' }], 'other'])(
  'groups stated as %j are none of ours',
  (groups) => expect(rolesOfGroups(groups, parseGroupRoles('ops=operator'))).toEqual([]),
);

test('one group may be stated as a text, and a distinguished name keeps its equals signs', () => {
  const mapping = parseGroupRoles('cn=ops=operator');
  expect(mapping).toEqual([{ group: 'cn=ops', role: 'operator' }]);
  expect(rolesOfGroups('cn=ops', mapping)).toEqual(['operator']);
});

test.each(['ops', '=operator', 'ops=boss', 'ops=', 'ops=operator,=admin'])(
  '%j is refused rather than read as no role',
  (text) => expect(() => parseGroupRoles(text)).toThrow(RangeError),
);
