import { ROLES, type Role } from '../../core/role.ts';

/** What belonging to a group of the identity provider makes a person. */
export interface GroupRole {
  readonly group: string;
  readonly role: Role;
}

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

/**
 * Reads `ops=operator,board=approver`. A group may stand there several times; its name may hold `=`, as
 * distinguished names do, but no comma.
 * @throws RangeError on anything else
 */
export function parseGroupRoles(text: string): GroupRole[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const split = entry.lastIndexOf('=');
      const group = entry.slice(0, Math.max(split, 0)).trim();
      const role = entry.slice(split + 1).trim();
      if (group === '') throw new RangeError(`expected group=role, not ${entry.slice(0, 60)}`);
      if (!isRole(role)) {
        throw new RangeError(
          `${role.slice(0, 60)} is no role: expected one of ${ROLES.join(', ')}`,
        );
      }
      return { group, role };
    });
}

/**
 * The roles of whoever is in these groups, each once.
 * @param groups as the identity provider states them: one text or several; anything else is none
 */
export function rolesOfGroups(groups: unknown, mapping: readonly GroupRole[]): Role[] {
  const stated: unknown[] = Array.isArray(groups) ? groups : [groups];
  return ROLES.filter((role) =>
    mapping.some((entry) => entry.role === role && stated.includes(entry.group)),
  );
}
