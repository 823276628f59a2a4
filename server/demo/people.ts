import type { NewPerson } from '../access/people.ts';

const person = (name: string, email: string, ...roles: NewPerson['roles']): NewPerson => ({
  name,
  email: `${email}@example.com`,
  roles,
  sign_in: 'password',
});

/** Who works with the sample organisation's workloads, by what they do. They have no passwords. */
export const DEMO_PEOPLE: readonly NewPerson[] = [
  person('Chief operating officer', 'coo', 'approver'),
  person('Head of customer service', 'customer.service', 'business_owner'),
  person('Head of claims', 'claims', 'business_owner'),
  person('Head of broker services', 'broker.services', 'business_owner'),
  person('Service desk manager', 'service.desk', 'operator'),
  person('Claims operations manager', 'claims.operations', 'operator'),
  person('Conduct risk officer', 'conduct.risk', 'approver'),
  person('Operational risk officer', 'operational.risk', 'approver'),
  person('Lead engineer, service platforms', 'service.platforms', 'operator'),
  person('Internal auditor', 'audit', 'viewer'),
];
