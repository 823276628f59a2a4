/**
 * What a person is to Bellwether, for all workloads: looks on, runs it by night, answers for the business,
 * approves, or runs the installation.
 */
export const ROLES = ['viewer', 'operator', 'business_owner', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];
