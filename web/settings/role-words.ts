import type { Role } from '../../core/role.ts';

/** Roles as people call them, and what each is for. */
export const ROLE_WORDS: Readonly<Record<Role, { name: string; may: string }>> = {
  viewer: { name: 'Viewer', may: 'sees everything, changes nothing' },
  operator: { name: 'Operator', may: 'answers alerts, silences, lowers a rollout mode' },
  business_owner: {
    name: 'Business owner',
    may: 'keeps records, rules and policies, signs gates and decisions',
  },
  approver: {
    name: 'Approver',
    may: 'keeps records, rules and policies, signs gates and decisions',
  },
  admin: { name: 'Admin', may: 'everything, people and keys included' },
};

/** @example tellRoles(['viewer', 'admin']) // 'Viewer, Admin' */
export const tellRoles = (roles: readonly Role[]): string =>
  roles.length === 0 ? 'no role' : roles.map((role) => ROLE_WORDS[role].name).join(', ');
